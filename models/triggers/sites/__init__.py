"""Sites: each one's own estimates, the estimates without it, and the mean over all of them."""
