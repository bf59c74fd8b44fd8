"""What each person adds to an estimate, and what that says about a whole family of tests."""
