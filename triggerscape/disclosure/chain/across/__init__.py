"""What several releases tell together, and the readers who would make use of it."""
