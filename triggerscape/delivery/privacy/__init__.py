"""What keeps people from being told by name: no identifier comes in, no site's key is kept."""
