"""The handful of numbers that a leader asks first, each taken from a printed row."""
