"""Wide tables: rows of several facts side by side, for whoever reads without pivoting."""
