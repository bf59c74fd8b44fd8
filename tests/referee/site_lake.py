"""A lake that holds everybody's spine and no more, as the build of features leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
from contract_rows import insert
from feature_lake import bucket_of
from plain_features_diary import spine
from plain_features_people import Row, invent

from triggerscape.contract.days import DIARY_SPINE
from triggerscape.contract.sites import SITE_CALENDAR
from triggerscape.settings import Settings
from triggerscape.warehouse.build.state import BucketState, read_state, write_state
from triggerscape.warehouse.build.table_files import TableFiles
from triggerscape.warehouse.lake import Lake
from triggerscape.warehouse.reference.tables import make_reference, make_site_reference
from triggerscape.warehouse.sites.site_calendar import build_site_calendar

SOUTHERN = {"SITE0": False, "SITE1": True}  # SITE2 has no profile


def spine_of(seed: int, people: int, days: int) -> list[Row]:
    """The spine of invented people at three sites, some of them with relative dates."""
    tables = invent(seed, people, days)
    return spine(tables["core.diary_day"], tables["core.diary_coverage"], 7, 5)


def lay(lake: Lake, rows: list[Row], *, buckets: int = 4) -> None:
    """Write a spine as the build writes it: by bucket and block, with its state."""
    for bucket in range(buckets):
        own = [row for row in rows if bucket_of(row, buckets) == bucket]
        with duckdb.connect(config={"threads": 1}) as con:
            insert(con, DIARY_SPINE, own)
            con.execute(f"CREATE TABLE made AS FROM {DIARY_SPINE.name} ORDER BY ALL")
            known = read_state(lake, bucket).files.get(DIARY_SPINE.name, {})
            files = TableFiles(lake, DIARY_SPINE, bucket, "spine", known)
            files.write_spans(con, "made")
        state = BucketState(unfinished=[], files={DIARY_SPINE.name: files.digests})
        write_state(lake, bucket, state)


def build_calendar(
    lake: Lake, *, threads: int = 1, southern: Mapping[str, bool] = SOUTHERN
) -> list[str]:
    """Build the site calendar of a lake; gives back the files it touched."""
    with duckdb.connect(config={"threads": threads}) as con:
        make_reference(con, Settings())
        make_site_reference(con, southern)
        return build_site_calendar(con, lake, Settings())


def calendar_files(lake: Lake) -> dict[str, bytes]:
    """Every file in the calendar's folder by name, half-written ones too."""
    folder = lake.root / SITE_CALENDAR.name
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def calendar_rows(lake: Lake) -> list[Row]:
    """The rows of the calendar, in the order of files and rows."""
    files = [str(file) for file in lake.files(SITE_CALENDAR.name)]
    with duckdb.connect() as con:
        found = con.execute("FROM read_parquet(?)", [files])
        names = [name for name, *_ in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def built_at_once(folder: Path, rows: list[Row], **how: int) -> Lake:
    """A lake whose calendar is built from nothing."""
    lake = Lake(folder)
    lay(lake, rows, buckets=how.get("buckets", 4))
    build_calendar(lake, threads=how.get("threads", 1))
    return lake
