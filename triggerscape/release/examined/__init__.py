"""Releases after they left: on record, in order, and attacked again."""
