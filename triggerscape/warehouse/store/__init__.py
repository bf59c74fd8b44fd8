"""The lake in an object store: what lies there, how it is put and fetched, how it is read."""
