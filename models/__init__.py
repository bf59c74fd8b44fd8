"""What the data say: estimators and diagnostics. Frames and arrays in, frozen results out."""
