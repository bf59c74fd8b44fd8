"""What therapies do against each other, and when."""
