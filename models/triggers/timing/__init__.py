"""When a factor moves around an attack: before it, on the day, or after it."""
