"""A new site: a sample is read through the door, and a draft of its profile written."""
