"""One writer per kind of file in a release."""
