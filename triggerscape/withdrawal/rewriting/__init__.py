"""Delivered files without some of their rows, whatever their format, and proof of it."""
