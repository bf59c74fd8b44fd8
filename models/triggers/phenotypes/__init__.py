"""Kinds of people: profiles over all factors, and groups only where the diaries support them."""
