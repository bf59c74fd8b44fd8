"""Which printed numbers are too shaky to be shown, and how they are marked."""
