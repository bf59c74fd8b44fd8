"""What comes before an attack: within-person and between-person contrasts, and their verdicts."""
