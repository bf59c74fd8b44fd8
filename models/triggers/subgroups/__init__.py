"""The same factor in different people: an estimate a subgroup, and whether subgroups differ."""
