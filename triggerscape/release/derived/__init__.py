"""Published tables worked out from other published tables alone: they tell nothing new."""
