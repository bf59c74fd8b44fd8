"""The files of a release as distributions: address, kind, size and checksum."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from triggerscape.release.writers.catalog.json_ld import AUTHORITY, english, link, whole
from triggerscape.release.writers.checksums import checksum

_IANA = "https://www.iana.org/assignments/media-types"
# Suffix: media type, and file type where the European list has one.
TABLE_KINDS = {
    ".csv": ("text/csv", "CSV"),
    ".duckdb": ("application/octet-stream", ""),
    ".parquet": ("application/vnd.apache.parquet", "PARQUET"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
}
PAGE_KINDS = {".html": ("text/html", "HTML"), ".pdf": ("application/pdf", "PDF")}
_KINDS = {**TABLE_KINDS, **PAGE_KINDS}


def distribution(folder: Path, name: str, licence: str) -> dict[str, Any]:
    """One file below the folder as a ``dcat:Distribution``; its address is relative."""
    path = folder / name
    mediatype, file_type = _KINDS[path.suffix]
    return {
        "@type": "dcat:Distribution",
        "dct:title": english(name),
        "dcat:accessURL": link(name),
        "dcat:downloadURL": link(name),
        "dcat:mediaType": link(f"{_IANA}/{mediatype}"),
        **({"dct:format": link(f"{AUTHORITY}/file-type/{file_type}")} if file_type else {}),
        "dcat:byteSize": whole(path.stat().st_size),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": link("spdx:checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": checksum(path), "@type": "xsd:hexBinary"},
        },
        **({"dct:license": link(licence)} if licence else {}),
    }
