"""What becomes of the estimates when something is done otherwise."""
