"""Verify a release by reading every file back, as any reader of it could."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl

from triggerscape.contract.language import Table
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.releases.references import RELEASE
from triggerscape.disclosure.egress.catalogue import rule_of
from triggerscape.disclosure.gate.record import RECORD
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.promises import broken_promises
from triggerscape.disclosure.rule import Rule
from triggerscape.faults.kinds import MISPLACED, NOT_ALLOWED
from triggerscape.faults.recognising import fault_in
from triggerscape.release.changes.check import broken_changes
from triggerscape.release.checks.contract import broken_contract
from triggerscape.release.checks.references import broken_references
from triggerscape.release.derived.catalogue import broken_derived
from triggerscape.release.shape import POLARS_TYPES
from triggerscape.release.writers.catalog.dataset import stated_checksums
from triggerscape.release.writers.checksums import broken_checksums, checksum
from triggerscape.release.writers.csv_file import read_csv
from triggerscape.release.writers.duckdb_file import read_duckdb
from triggerscape.release.writers.workbook.reading import read_workbook
from triggerscape.release.writers.workbook.shorthand import MOST_ROWS

DUCKDB_FILE = "triggerscape.duckdb"
PAGE, REPORT = "dashboard.html", "report.pdf"
WORKBOOK, CATALOG, RUN = "workbook.xlsx", "catalog.jsonld", "run.json"
OTHER_FILES = (
    PAGE,
    RECORD,
    WORKBOOK,
    CATALOG,
    RUN,
    "RELEASE.md",
    "llms.txt",
    "dictionary.csv",
    "datapackage.json",
)


def verify_release(path: Path) -> list[str]:
    """What is wrong with a release folder, one sentence each; an empty list when nothing is.

    Checks the checksums, that the Parquet, CSV and DuckDB files hold the same rows, that every
    table keeps its contract, every word is explained and what is derived follows, that every row
    keeps the promises of disclosure control under the rule the release states, and that the
    descriptor gives the right hashes.
    """
    problems = broken_checksums(path)
    absent = [name for name in (*_table_files(), *OTHER_FILES) if not (path / name).is_file()]
    if absent:
        return [*problems, *(f"{name} is not in the release" for name in absent)]
    try:
        frames = {
            table.name: pl.read_parquet(path / _file(table, "parquet")) for table in PUBLISHED
        }
        problems += [fault for t in PUBLISHED for fault in broken_contract(frames[t.name], t)]
        if problems:
            return problems
        return [
            *_broken_protection(frames),
            *broken_references(frames),
            *broken_derived(frames),
            *_other_copies(path, frames),
            *_descriptor_faults(path),
        ]
    except (pl.exceptions.PolarsError, duckdb.Error, OSError, ValueError, KeyError) as error:
        found = fault_in(error)
        if found and found.kind not in (MISPLACED, NOT_ALLOWED):
            raise  # no room, no memory, too many files: nothing is known of the release
        # A reader's message may quote what it read; the kind of error is enough to act on.
        return [*problems, f"a file cannot be read: {type(error).__name__}"]


def _file(table: Table, kind: str) -> str:
    return f"{kind}/{table.short_name}.{kind}"


def _table_files() -> list[str]:
    return [
        DUCKDB_FILE,
        *(_file(table, kind) for table in PUBLISHED for kind in ("parquet", "csv")),
    ]


def _broken_protection(frames: dict[str, pl.DataFrame]) -> list[str]:
    release = frames[RELEASE.name]
    if release.height != 1:
        return [f"{RELEASE.name}: {release.height} rows, there must be one"]
    row = release.row(0, named=True)
    rule = Rule(row["threshold"], row["rounding_base"], Mode(row["disclosure_mode"]))
    strangers = [
        table.name
        for table in PUBLISHED
        if "release_id" in table.column_names
        and frames[table.name].filter(pl.col("release_id") != row["release_id"]).height
    ]
    return [
        *(f"{name}: rows of another release" for name in strangers),
        *(
            fault
            for table in PUBLISHED
            for fault in broken_promises(frames[table.name], table, rule_of(table, rule))
        ),
        *broken_changes(frames, rule),
    ]


def _other_copies(path: Path, frames: dict[str, pl.DataFrame]) -> list[str]:
    from_duckdb = read_duckdb(path / DUCKDB_FILE, PUBLISHED)
    from_workbook = read_workbook(path / WORKBOOK, PUBLISHED)
    faults = []
    for table in PUBLISHED:
        schema = {column.name: POLARS_TYPES[column.kind]() for column in table}
        frame = frames[table.name]
        if not read_csv(path / _file(table, "csv"), schema).equals(frame):
            faults.append(f"{_file(table, 'csv')} differs from {_file(table, 'parquet')}")
        copy = from_duckdb[table.name]
        if copy.schema != frame.schema or not copy.equals(frame):
            faults.append(f"{table.name} in {DUCKDB_FILE} differs from its Parquet file")
        if not from_workbook[table.name].equals(frame.head(MOST_ROWS)):
            faults.append(f"{table.name} in {WORKBOOK} differs from its Parquet file")
    return faults


def _descriptor_faults(path: Path) -> list[str]:
    package = json.loads((path / "datapackage.json").read_text(encoding="utf-8"))
    entry = json.loads((path / CATALOG).read_text(encoding="utf-8"))
    return [
        *(
            f"datapackage.json gives another hash for {resource['path']}"
            for resource in package["resources"]
            if resource["hash"] != f"sha256:{checksum(path / resource['path'])}"
        ),
        *(
            f"{CATALOG} gives another hash for {name}"
            for name, digest in stated_checksums(entry).items()
            if digest != checksum(path / name)
        ),
    ]
