"""Models as they are kept: coefficients in JSON, trees without pickle, a card for each."""
