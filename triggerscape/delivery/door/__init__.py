"""From delivered bytes to rows of text: staged, opened, landed, counted twice."""
