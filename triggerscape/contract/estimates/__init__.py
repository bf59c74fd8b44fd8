"""Contracts of estimates.*: what the models say, with what could forbid using it."""
