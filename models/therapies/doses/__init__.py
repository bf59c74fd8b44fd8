"""Does more of a therapy go with more of an effect? Sessions of the first month, counted then."""
