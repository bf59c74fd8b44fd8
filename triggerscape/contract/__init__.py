"""The language of tables and every table declared in it."""
