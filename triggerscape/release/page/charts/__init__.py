"""The kinds of charts the page draws, and what they share."""
