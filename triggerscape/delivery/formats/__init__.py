"""What is not delimited text: one reader a form, all giving the same plain copy."""
