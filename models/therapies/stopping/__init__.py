"""How long courses last, who stops, and what is left of an effect after the last dose."""
