"""From the texts of a file to typed values: written forms, units, dates."""
