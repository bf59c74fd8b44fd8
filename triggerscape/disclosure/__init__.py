"""What may leave the workspace: the protection step and the promises every published row keeps."""
