"""A synthetic population whose every effect is known, and the deliveries its sites would send."""
