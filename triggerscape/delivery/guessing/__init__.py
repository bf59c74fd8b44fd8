"""A first profile from a sample file: every guess with what was seen, for a person to confirm."""
