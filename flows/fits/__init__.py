"""Fits: which rows of a design each model reads, and which table keeps what it says."""
