"""Faults of the machine: told from faults of ours, in plain words, with the way to mend them."""
