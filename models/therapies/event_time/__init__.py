"""What happens window by window around a start: the effect, and what would have happened anyway."""
