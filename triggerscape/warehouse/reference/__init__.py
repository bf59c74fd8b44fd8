"""reference.*: what a SELECT must know that no delivery tells."""
