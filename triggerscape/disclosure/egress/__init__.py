"""What of a published table may leave: places, parts, periods and rounding, declared once."""
