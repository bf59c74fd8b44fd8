"""What changed since the release before, and what that is read from."""
