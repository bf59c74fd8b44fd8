"""What the data say: designs, estimators and diagnostics. Frames and arrays in, frozen results out."""
