"""A workspace whose lake holds accepted rows of invented people, written as ingest writes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
from arrived_files import as_arrived
from contract_rows import insert
from plain_features_people import Row, Tables

from flows.bucket_work import BUILD, DESIGN, SETTLE, work_on
from flows.run import Run, open_run
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import accepted_table
from triggerscape.contract.deliveries import DELIVERED_PERIOD
from triggerscape.warehouse.build.step import Built
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.lake import Lake, write_parquet
from triggerscape.warehouse.ledger.deliveries import SiteDeliveries
from triggerscape.workspace import Workspace

CONTRACTS = {
    "core.person": "person",
    "core.diary_day": "diary",
    "core.diary_coverage": "diary_coverage",
    "core.therapy": "therapy",
    "core.visit": "visit",
    "core.questionnaire": "questionnaire",
}


@dataclass(frozen=True)
class Delivery:
    """Rows that arrive together, with the moment they were extracted."""

    name: str
    extracted_at: datetime
    tables: Tables


def workspace(home: Path, *, buckets: int, threads: int = 1) -> Run:
    """A run on a fresh workspace."""
    made = Workspace(home)
    made.create()
    choose(made, buckets=buckets, threads=threads)
    return open_run(made)


def choose(made: Workspace, *, buckets: int, threads: int = 1) -> None:
    text = f"[warehouse]\nbuckets = {buckets}\nthreads = {threads}\n"
    made.settings_file.write_text(text, encoding="utf-8")


def bucket_of(row: Row, buckets: int) -> int:
    # person_id is 60 bits of md5, of which the first 16 are the bucket number.
    return (int(row["person_id"]) >> 44) // (65536 // buckets)


def accept(run: Run, delivery: Delivery) -> None:
    """Write the accepted rows of a delivery, one file a contract and bucket."""
    with duckdb.connect() as con:
        for name, contract in CONTRACTS.items():
            rows = delivery.tables.get(name, [])
            if not rows:
                continue
            arrived = [_arrived(row, number, delivery) for number, row in enumerate(rows, 1)]
            table = accepted_table(INPUTS[contract])
            insert(con, table, arrived)
            extras = sorted({code for row in rows for code in row.get("extra") or {}})
            columns = as_arrived(table, extras)
            use = fingerprint(delivery.name, contract)
            recipe = fingerprint(use, repr(arrived), str(run.buckets))
            for bucket in sorted({bucket_of(row, run.buckets) for row in rows}):
                place = f"(person_id >> 44) // {65536 // run.buckets}"
                write_parquet(
                    con,
                    f"SELECT {columns} FROM {table.name} WHERE {place} = {bucket} "
                    "ORDER BY person_id, source_row",
                    accepted_file(run, contract, bucket, use),
                    recipe=recipe,
                )


def accepted_file(run: Run, contract: str, bucket: int, use: str) -> Path:
    """Where the accepted rows of one use of a file lie, for one bucket."""
    return run.lake.root / f"accepted.{contract}" / f"bucket={bucket:05d}" / f"{use}.parquet"


def _arrived(row: Row, number: int, delivery: Delivery) -> Row:
    return {
        "date_is_relative": False,
        **row,
        "extracted_at": delivery.extracted_at,
        "use_id": delivery.name,
        "delivery_id": delivery.name,
        "source_sha256": hashlib.sha256(delivery.name.encode()).hexdigest(),
        "source_row": number,
    }


def build_features(run: Run, *, delivered_until: date = date(2027, 12, 31)) -> list[Built]:
    """Core, features and designs of every bucket, as the build step makes them."""
    return [
        built
        for stage in (SETTLE, BUILD, DESIGN)
        for bucket in range(run.buckets)
        for built in work_on(run, stage, bucket, _deliveries(run, delivered_until))
    ]


def _deliveries(run: Run, until: date) -> SiteDeliveries:
    """Every use of a file at one site, whose therapies were delivered for as long as anybody's."""
    uses = (file.stem for file in run.lake.root.glob("accepted.*/*/*.parquet"))
    rows = tuple(
        (site, "therapy", date(2024, 1, 1), until, True) for site in ("SITE0", "SITE1", "SITE2")
    )
    return SiteDeliveries({DELIVERED_PERIOD.name: {"ALL": rows}}, dict.fromkeys(uses, "ALL"))


def built_files(lake: Lake) -> dict[str, bytes]:
    """Every file of the lake but the accepted rows, by path; partial files too."""
    return {
        path.relative_to(lake.root).as_posix(): path.read_bytes()
        for path in sorted(lake.root.rglob("*"))
        if path.is_file()
        and not path.relative_to(lake.root).parts[0].startswith(("accepted.", "."))
    }


def table_hashes(lake: Lake) -> dict[str, str]:
    """Every built table's content: a hash over its sorted rows, and their number."""
    found = {}
    with duckdb.connect() as con:
        for folder in sorted(lake.root.iterdir()):
            files = [str(path) for path in lake.files(folder.name)]
            if folder.name.startswith("accepted.") or not files:
                continue
            digest = hashlib.sha256()
            select = (
                "SELECT CAST(t AS VARCHAR) FROM read_parquet(?, hive_partitioning = false) AS t"
            )
            rows = con.execute(select, [files])
            texts = sorted(text for (text,) in rows.fetchall())
            for text in texts:
                digest.update(text.encode() + b"\n")
            found[folder.name] = f"{len(texts)} rows {digest.hexdigest()}"
    return found
