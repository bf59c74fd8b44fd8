"""What is on record: the days as rows of the input contracts, before any site's own habits."""
