"""Building a bucket of people: fates first, then features, only where something changed."""
