"""What helps: new users of a therapy against new users of another, two designs a pair."""
