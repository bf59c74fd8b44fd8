"""Reading deliveries back the plain way: the standard library, and polars for Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import polars as pl


def rows_of(file: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Every record of a delivered file as text."""
    if file.suffix == ".parquet":
        frame = pl.read_parquet(file).with_columns(pl.col(pl.List(pl.String)).list.join("|"))
        texts = frame.select(pl.all().cast(pl.String).fill_null(""))
        return texts.to_dicts()
    data = file.read_bytes()
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def manifest_of(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text())


def all_bytes(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }
