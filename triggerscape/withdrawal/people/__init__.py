"""Who withdrew: by numbers of our own, in every spelling, and which rows are theirs."""
