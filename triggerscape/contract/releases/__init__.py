"""Contracts of the published tables: one row is one estimate, every column has a role."""
