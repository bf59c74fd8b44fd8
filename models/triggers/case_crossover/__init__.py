"""The case-crossover tradition: exact conditional logistic regression, and odds ratios."""
