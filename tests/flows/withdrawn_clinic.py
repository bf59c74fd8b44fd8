"""A clinic of four people beside another, run once; somebody there withdraws."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb

from flows.run import Run, open_run
from triggerscape.workspace import Workspace

WHO = "canary-7q3x"
VALUE = "7.1313"
SITE, OTHER = "SITE", "OTHER"
HEADER = "person_key,diary_date,entry_status,headache,migraine,pain_max,sleep_hours"
_PEOPLE = ("kn-0001", WHO, "kn-0002", "kn-0003")


def diary(*, with_them: bool, month: int = 3) -> bytes:
    """Days of a month of everybody, or of everybody else."""
    lines = [HEADER]
    for day in range(1, 7):
        for place, person in enumerate(_PEOPLE):
            if with_them or person != WHO:
                sleep = VALUE if person == WHO else str(6 + place / 4)
                ill = "true" if (day + place) % 3 == 0 else "false"
                pain = str(day) if ill == "true" else "0"
                lines.append(f"{person},2025-0{month}-0{day},complete,{ill},{ill},{pain},{sleep}")
    return ("\n".join(lines) + "\n").encode()


def people(*, with_them: bool) -> bytes:
    """Who they are."""
    lines = ["person_key,birth_year,sex,diagnosis"]
    lines += [f"{one},1980,female,mwoa" for one in _PEOPLE if with_them or one != WHO]
    return ("\n".join(lines) + "\n").encode()


def new_home(home: Path, *, with_them: bool = True) -> Run:
    """A workspace of one bucket with both sites' deliveries, attested; nothing has run."""
    workspace = Workspace(home)
    workspace.create()
    workspace.settings_file.write_text("[warehouse]\nbuckets = 1\nthreads = 1\n", encoding="utf-8")
    (workspace.key_file).write_text("5e" * 16 + "a1" * 16 + "\n", encoding="ascii")
    workspace.key_file.chmod(0o600)
    for site in (SITE, OTHER):
        (home / "sites" / f"{site}.toml").write_text(f'site_code = "{site}"\n', encoding="utf-8")
    send(
        home,
        SITE,
        {"diary.csv": diary(with_them=with_them), "person.csv": people(with_them=with_them)},
    )
    send(home, OTHER, {"diary.csv": diary(with_them=False)})
    return open_run(workspace)


def send(home: Path, site: str, files: dict[str, bytes]) -> None:
    """Put an attested delivery into an inbox."""
    folder = home / "inbox" / site / "2025-03"
    folder.mkdir(parents=True, exist_ok=True)
    promises = []
    for name, data in files.items():
        (folder / name).write_bytes(data)
        told = {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        promises.append(told | {"rows": data.count(b"\n") - 1})
    manifest = {
        "site_code": site,
        "extracted_at": "2025-04-01T04:00:00Z",
        "period_start": "2025-03-01",
        "period_end": "2025-03-31",
        "files": promises,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")


def state_of(home: Path) -> dict[str, object]:
    """Every file that must not depend on how it came about, and every row of the ledger.

    Left out: what tells when something happened, and the tombstones.
    """
    found: dict[str, object] = {}
    for part in ("inbox", "lake", "vault/staged", "quality", "models"):
        for path in sorted((home / part).rglob("*")):
            name = path.relative_to(home).as_posix()
            if path.is_file() and "/.built/" not in name and "/retired/" not in name:
                found[name] = path.read_bytes()
    with duckdb.connect(str(home / "build.duckdb"), read_only=True) as con:
        tables = con.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY ALL"
        ).fetchall()
        for (table,) in tables:
            if table != "ledger.run":
                found[table] = con.execute(f"FROM {table} ORDER BY ALL").fetchall()
    return found


def differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """The names of what differs."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
