"""Pairs of factors: how often they come together, and what attacks then do beyond each alone."""
