"""The techniques of one group: each against the same comparator, and all drawn together."""
