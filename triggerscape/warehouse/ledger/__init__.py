"""What ran, which files came, and what became of each of their rows."""
