"""Implied truth: what the planted effects come to on the scales that a release reports."""
