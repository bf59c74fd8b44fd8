"""Where models are kept: a folder a version, JSON beside it, a digest of every file."""
