"""The gate: rows made safe, held to what left before, attacked as files, recorded, or refused."""
