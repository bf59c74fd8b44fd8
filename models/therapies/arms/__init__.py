"""A trial with more than two arms: what each arm would have had among one and the same people."""
