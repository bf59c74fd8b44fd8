"""Exact counts: the fewest further cells to hide so that none of the small ones follows."""
