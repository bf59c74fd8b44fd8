"""Who is behind the rows of triggers: the people whose days could move each factor."""
