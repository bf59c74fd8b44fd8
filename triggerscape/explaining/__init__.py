"""Where a number comes from: its definition, the SQL and the inputs, the model, and its row."""
