"""Lines of a foreign file read the plain way: the standard library, headers in small letters."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any


def lines_of(file: Path) -> list[dict[str, Any]]:
    """Every record of a CSV file or file of JSON lines, gzipped or not."""
    data = file.read_bytes()
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode()
    if ".ndjson" in file.suffixes:
        return [json.loads(line) for line in text.splitlines()]
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(map(str.lower, header), row, strict=True)) for row in rows]
