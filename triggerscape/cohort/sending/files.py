"""Bytes of a file and the manifest of a delivery: same rows, same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import polars as pl

from triggerscape.cohort.sending.site_format import to_text
from triggerscape.cohort.world.sites import Site


@dataclass(frozen=True)
class SentFile:
    """One file of a delivery: its name, the contract it feeds, its bytes and number of rows."""

    name: str
    contract: str
    data: bytes
    rows: int


def make_file(
    stem: str, contract: str, rows: pl.DataFrame, site: Site, as_parquet: bool
) -> SentFile:
    """Rows as Parquet, or as the CSV the site writes, gzipped where the site does that."""
    if as_parquet:
        return SentFile(f"{stem}.parquet", contract, _parquet(rows), rows.height)
    data = _csv(rows, site)
    name = f"{stem}.csv"
    if "gzip" in site.traits:
        data, name = gzip.compress(data, compresslevel=6, mtime=0), f"{name}.gz"
    return SentFile(name, contract, data, rows.height)


def manifest(
    site: Site,
    delivery_id: str,
    period: tuple[str, str],
    files: list[SentFile],
    *,
    mode: str,
    extracted_at: str,
) -> bytes:
    """The delivery's manifest: what it should hold, so that a cut file is noticed."""
    content: dict[str, Any] = {
        "site_code": site.code,
        "contract_version": 1,
        "delivery_id": delivery_id,
        "mode": mode,
        "period_start": period[0],
        "period_end": period[1],
        "extracted_at": extracted_at,
        "source_format": "native",
        "timezone": site.timezone,
        "files": [
            {
                "name": file.name,
                "contract": file.contract,
                "sha256": hashlib.sha256(file.data).hexdigest(),
                "bytes": len(file.data),
                "rows": file.rows,
            }
            for file in files
        ],
        "excluded": [],
    }
    return (json.dumps(content, indent=2) + "\n").encode()


def _csv(rows: pl.DataFrame, site: Site) -> bytes:
    other = "semicolon" in site.traits
    text = to_text(rows, site).write_csv(
        separator=";" if other else ",",
        decimal_comma=other,
        datetime_format="%Y-%m-%dT%H:%M:%S",
        time_format="%H:%M",
    )
    return text.encode()


def _parquet(rows: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    rows.write_parquet(buffer, compression="zstd", compression_level=3, statistics=True)
    return buffer.getvalue()
