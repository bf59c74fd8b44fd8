"""The parts of a withdrawal: finding people, rewriting files, erasing, building again."""
