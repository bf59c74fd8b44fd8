"""What a reader knows of the cells of a release: each by itself, and how they add up."""
