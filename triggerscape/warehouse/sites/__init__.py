"""Tables of sites: one row is made of people in every bucket."""
