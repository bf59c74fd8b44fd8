"""Whose days a published row is made of: who dominates it, and how many people changed in it."""
