"""What a published number means, in words: measures and estimands."""
