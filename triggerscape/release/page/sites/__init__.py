"""Sites beside each other: their burden and the quality of what they send."""
