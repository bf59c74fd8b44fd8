"""The next 28 days: a forecast of attack days, and how far it may be believed."""
