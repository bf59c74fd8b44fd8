"""What is counted and summed of a judged file, column by column."""
