"""One release after another: what is frozen, what may change, and the record of what left."""
