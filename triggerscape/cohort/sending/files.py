"""Bytes of a file and of a manifest: same rows, same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, replace
from io import BytesIO

import polars as pl

from triggerscape.cohort.sending.site_format import to_text
from triggerscape.cohort.setting.sites import Site


@dataclass(frozen=True)
class SentFile:
    """One file of a delivery: its name, the contract it feeds, its bytes and number of rows.

    ``contract`` is empty where a foreign format decides which contracts are fed.
    """

    name: str
    contract: str
    data: bytes
    rows: int


def parquet_file(contract: str, rows: pl.DataFrame) -> SentFile:
    """Rows as a Parquet file named after their contract."""
    buffer = BytesIO()
    rows.write_parquet(buffer, compression="zstd", compression_level=3)
    return SentFile(f"{contract}.parquet", contract, buffer.getvalue(), rows.height)


def csv_file(contract: str, rows: pl.DataFrame, site: Site) -> SentFile:
    """Rows as the CSV the site writes, gzipped where the site does that."""
    other = "semicolon" in site.traits
    text = to_text(rows, site).write_csv(
        separator=";" if other else ",",
        decimal_comma=other,
        datetime_format="%Y-%m-%dT%H:%M:%S",
        time_format="%H:%M",
    )
    return zipped(SentFile(f"{contract}.csv", contract, text.encode(), rows.height), site)


def zipped(file: SentFile, site: Site) -> SentFile:
    """The file as the site sends it: gzipped where it does that."""
    if "gzip" not in site.traits:
        return file
    data = gzip.compress(file.data, compresslevel=6, mtime=0)
    return replace(file, name=f"{file.name}.gz", data=data)


def manifest(head: dict[str, object], files: list[SentFile]) -> bytes:
    """The delivery's manifest: what it should hold, so that a cut file is noticed."""
    listed = [
        {
            "name": file.name,
            **({"contract": file.contract} if file.contract else {}),
            "sha256": hashlib.sha256(file.data).hexdigest(),
            "bytes": len(file.data),
            "rows": file.rows,
        }
        for file in files
    ]
    return (json.dumps({**head, "files": listed, "excluded": []}, indent=2) + "\n").encode()
