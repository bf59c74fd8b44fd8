"""What a run says: the step as a task, its summary and pictures, its ending, its mail."""
