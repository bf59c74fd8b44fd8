"""The release folder: what is published, how it is written, checked, listed and shown."""
