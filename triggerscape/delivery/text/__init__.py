"""Delimited text and lines: decoded, counted, numbered, written again by us."""
