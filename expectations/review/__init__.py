"""The review of whole files: what no single row shows, found in counts and sums of all of them."""
