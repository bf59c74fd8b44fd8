"""The trials of therapies: who is compared with whom, arms known at time zero."""
