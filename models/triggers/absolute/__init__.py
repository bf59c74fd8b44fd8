"""What a factor costs in absolute terms: attacks and attack days that would not have been."""
