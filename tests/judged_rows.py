"""Rows of text judged by the SQL that judges deliveries, without files around it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from expectations.judging import judged_sql
from expectations.person_numbers import number_people
from triggerscape.contract.language import Table
from triggerscape.delivery.arrival import Arrival
from triggerscape.delivery.door.staging import StagedFile
from triggerscape.delivery.inbox import Delivery, Use
from triggerscape.delivery.mapping import map_columns
from triggerscape.delivery.profiles.profile import SiteProfile

PROFILE = SiteProfile("AA")
_KEY = bytes(range(32))


def broken_by(
    table: Table,
    *rows: dict[str, str | None],
    profile: SiteProfile = PROFILE,
    without: tuple[str, ...] = (),
) -> list[list[str]]:
    """The codes each row breaks, all judged as one file, which has no columns ``without``."""
    staged = StagedFile("file.csv", "0" * 64, Path("file.csv"))
    arrival = Arrival(staged, Delivery("AA", "d", ()), Use(table.short_name, None), profile)
    names = [
        *(name for name in table.column_names if name not in without),
        *sorted({name for row in rows for name in row} - set(table.column_names)),
    ]
    with duckdb.connect() as con:
        columns = ", ".join(f'"{name}" VARCHAR' for name in names)
        con.execute(f"CREATE TABLE landed (source_row BIGINT, {columns})")
        places = ", ".join("?" for _ in names)
        for number, row in enumerate(rows, 1):
            values = [row.get(name) for name in names]
            con.execute(f"INSERT INTO landed VALUES ({number}, {places})", values)
        mapped = map_columns(table, tuple(names), profile)
        number_people(con, table, mapped, profile, _KEY)
        judged = con.execute(
            f"SELECT broken FROM ({judged_sql(arrival, mapped, buckets=1)}) ORDER BY source_row"
        ).fetchall()
    return [sorted(broken or []) for (broken,) in judged]
