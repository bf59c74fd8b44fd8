"""What the tables of a release are held to before a file is written, and when it is verified."""
