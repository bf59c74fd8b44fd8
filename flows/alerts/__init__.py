"""Mail to a person when something needs one: written, sent, kept until it is, said once."""
