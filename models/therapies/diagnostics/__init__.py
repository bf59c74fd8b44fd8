"""What could forbid a comparison of therapies: checks of it, some of which decide."""
