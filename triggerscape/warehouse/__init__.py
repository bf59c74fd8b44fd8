"""DuckDB: connections, the runner of sql/, buckets, fingerprints and the ledger."""
