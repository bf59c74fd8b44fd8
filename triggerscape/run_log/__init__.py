"""What a run leaves for a person to read: a file a run, a line a thing that happened."""
