"""The machine-readable descriptor of a release: a Data Package, version 2."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from triggerscape.contract.language import Column, Kind, Table
from triggerscape.release.info import SCHEMA_VERSION, ReleaseInfo, Steward

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_FIELD_TYPES = {
    Kind.TEXT: "string",
    Kind.BOOLEAN: "boolean",
    Kind.SMALLINT: "integer",
    Kind.INTEGER: "integer",
    Kind.BIGINT: "integer",
    Kind.DOUBLE: "number",
    Kind.DATE: "date",
}
_FORMATS = (
    ("parquet", "application/vnd.apache.parquet"),
    ("csv", "text/csv"),
)


def data_package(
    contracts: tuple[Table, ...], info: ReleaseInfo, release_id: str, folder: Path
) -> dict[str, Any]:
    """The descriptor of the Parquet and CSV files in the folder, with their sizes and hashes."""
    return {
        "$schema": PROFILE,
        "name": "triggerscape-release",
        "title": info.title,
        **_contributors(info.steward),
        "version": release_id,
        "as_of_date": info.as_of.isoformat(),
        "run_id": info.run_id,
        "code_version": info.code_version,
        "schema_version": SCHEMA_VERSION,
        "is_synthetic": info.is_synthetic,
        "resources": [
            _resource(table, kind, mediatype, folder)
            for table in contracts
            for kind, mediatype in _FORMATS
        ],
    }


def _contributors(steward: Steward) -> dict[str, Any]:
    """Who publishes the release and where questions go, as far as somebody said so."""
    said = {"title": steward.publisher, "email": steward.contact_email}
    known = {name: value for name, value in said.items() if value}
    return {"contributors": [{**known, "roles": ["publisher"]}]} if known else {}


def _resource(table: Table, kind: str, mediatype: str, folder: Path) -> dict[str, Any]:
    relative = f"{kind}/{table.short_name}.{kind}"
    content = (folder / relative).read_bytes()
    resource: dict[str, Any] = {
        "name": f"{table.short_name.replace('_', '-')}-{kind}",
        "type": "table",
        "path": relative,
        "format": kind,
        "mediatype": mediatype,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "description": ". ".join([table.grain, *table.warnings]),
        "schema": _schema(table),
    }
    if kind == "csv":
        resource["encoding"] = "utf-8"
    return resource


def _schema(table: Table) -> dict[str, Any]:
    return {
        "fields": [_field(column) for column in table],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FIELD_TYPES[column.kind],
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.decimals is not None:
        field["decimals"] = column.decimals
    limits = {
        "required": not column.nullable or None,
        "minimum": column.low,
        "maximum": column.high,
        "enum": list(column.values) or None,
        "pattern": column.pattern,
    }
    constraints = {name: limit for name, limit in limits.items() if limit is not None}
    if constraints:
        field["constraints"] = constraints
    return field
