"""What runs, when and in what order. No calculation lives here."""
