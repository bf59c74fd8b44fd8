"""Everything a workspace holds that must not depend on how it came about, by name."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import duckdb

# What tells when something happened, which process is at work, or whom a run has told; and empty
# folders of passing files: that no file is left in them is looked at apart.
_OF_THE_MOMENT = tuple("logs .writer vault/prefect vault/claims vault/spill vault/alerts".split())
_DATABASES = ("build.duckdb", "research.duckdb")
BUILT = "lake/.built"
_RUNS = "ledger.run"
_PLACE = re.compile(r"'/[^']*?/lake/")


def whole_state(home: Path) -> dict[str, str]:
    """Every file and folder by its bytes and rights, every table of a database by its rows.

    Of a bucket's state the time at which a file was written is left out.
    """
    found: dict[str, str] = {}
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if any(name == one or name.startswith(f"{one}/") for one in _OF_THE_MOMENT):
            continue
        rights = f"{path.stat().st_mode & 0o777:o}"
        if path.is_dir():
            found[name] = rights
        elif name in _DATABASES:
            found[name] = rights
            found |= _tables(path)
        else:
            found[name] = f"{rights} {hashlib.sha256(_bytes(path)).hexdigest()}"
    return found


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The names of what differs, is missing or too much."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _bytes(path: Path) -> bytes:
    if not path.match(f"{BUILT}/bucket=*.json"):
        return path.read_bytes()
    told = json.loads(path.read_text(encoding="utf-8"))
    for files in told["accepted"].values():
        for name, (size, _, *rest) in files.items():
            files[name] = [size, *rest]
    return json.dumps(told, sort_keys=True).encode()


def _tables(file: Path) -> dict[str, str]:
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute(
            "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() "
            "WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        views = con.execute(
            "SELECT schema_name || '.' || view_name, sql FROM duckdb_views() "
            "WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        columns = con.execute(
            "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        # A view names the files it reads by the whole path, of whichever copy of the workspace.
        found = {f"{file.name} {name}": _PLACE.sub("'lake/", str(sql)) for name, sql in views}
        found[f"{file.name} columns"] = str(columns)
        for name, comment in tables:
            if name != _RUNS:
                rows = con.execute(
                    f"SELECT count(*), sum(CAST(hash(one) AS HUGEINT)) FROM {name} AS one"
                ).fetchall()
                found[f"{file.name} {name}"] = f"{comment} {rows}"
    return found
