"""What comes before an attack: one by one, by amount, in pairs, on which kinds of days."""
