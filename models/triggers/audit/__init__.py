"""The engine's sums held beside a second calculation of the same."""
