"""Words of published tables that have no reference table of their own, and what they mean."""
