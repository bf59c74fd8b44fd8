"""Two pages of a release to print: a tagged PDF, for which the extra [pdf] is needed."""
