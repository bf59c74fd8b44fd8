"""What a therapy costs, who pays, how it is liked, and what a migraine day avoided comes to."""
