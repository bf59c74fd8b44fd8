"""Each factor alone, and with what it is declared to be adjusted for."""
