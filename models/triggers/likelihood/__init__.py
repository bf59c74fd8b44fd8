"""The likelihood with the person absorbed: one look at every day, Newton steps, sandwich errors."""
