"""One effect between two designs: given the last months, and as a change since long before."""
