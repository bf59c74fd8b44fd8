"""What is wrong with this machine or workspace, if anything, and the command that mends it."""
