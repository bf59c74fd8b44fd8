"""How much migraine there is, and where it really changed."""
