"""What must be true of a delivery, a table and a release."""
