"""Foreign formats: what a site already has, turned into the contracts by the SQL of a folder."""
