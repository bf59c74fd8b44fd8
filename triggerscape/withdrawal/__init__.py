"""Withdrawal: a person who withdrew consent leaves every file of the workspace, and stays away."""
