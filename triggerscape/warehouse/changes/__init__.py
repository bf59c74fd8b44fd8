"""What changed: whose rows, from which day on, and which tables feel it."""
