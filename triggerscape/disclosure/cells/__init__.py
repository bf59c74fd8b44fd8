"""Counts of people as a reader sees them: bounds on each, and how they add up."""
