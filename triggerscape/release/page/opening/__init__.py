"""What the page says first: a few numbers, what changed, and what to ask next."""
