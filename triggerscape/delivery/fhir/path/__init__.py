"""The part of FHIRPath that views use: from text to a tree, and from the tree to SQL."""
