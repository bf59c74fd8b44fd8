"""Who is behind the rows of therapies: the people of each trial, on both of its sides."""
