"""Quality by site and month, by example: every row that came stands in one month and one fate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from arrived_files import as_arrived

from triggerscape.contract.core import accepted_table, fate_table
from triggerscape.contract.ddl import create_table
from triggerscape.contract.deliveries import DELIVERY
from triggerscape.contract.diary import DIARY
from triggerscape.contract.language import Table
from triggerscape.contract.ledger import FILE_USE
from triggerscape.contract.quality import FILE_MEASURE, FINDING, SITE_MONTH
from triggerscape.quality.file_measures import Measure
from triggerscape.quality.measures_ledger import read_measures, record_findings, record_measures
from triggerscape.quality.site_months import build_quality
from triggerscape.warehouse.lake import Lake, write_parquet

Rows = dict[tuple[str, str, str], dict[str, Any]]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA ledger")
        for table in (FILE_USE, FILE_MEASURE, FINDING, DELIVERY):
            con.execute(create_table(table))
        yield con


def insert(con: duckdb.DuckDBPyConnection, table: Table, **values: Any) -> None:
    places = ", ".join("?" for _ in values)
    con.execute(
        f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({places})", list(values.values())
    )


def deliver_whole(con: duckdb.DuckDBPyConnection, use: str, site: str, **more: Any) -> None:
    """A file of which the ledger knows no more than its counts."""
    given = {"rows_repeated": 0, "rows_outside": 0, "is_held": False, "collected": ""}
    insert(con, FILE_USE, use_id=use, site_code=site, **(given | more))


def deliver(con: duckdb.DuckDBPyConnection, use: str, site: str, **more: Any) -> None:
    """A file of 30 rows in January and 12 in February, and one without a day."""
    given = {"rows_in": 43, "rows_refused": 3, "rows_repeated": 0, "rows_outside": 0}
    given |= {"is_held": False}
    given |= {"contract": "diary", "file_rule": "", "collected": "headache stress entered_at"}
    insert(con, FILE_USE, use_id=use, site_code=site, **(given | more))
    measures = [
        ("", "", "rows", 43),
        ("", "2025-01", "rows", 30),
        ("", "2025-01", "refused", 2),
        ("", "2025-01", "people", 6),
        ("", "2025-02", "rows", 12),
        ("", "2025-02", "people", 4),
        ("headache", "2025-01", "known", 30),
        ("headache", "2025-02", "few", 3),
        ("stress", "2025-01", "known", 15),
        ("stress", "2025-02", "known", 12),
        ("entered_at", "2025-01", "known", 20),
        ("entered_at", "2025-01", "late", 5),
    ]
    record_measures(con, use, [Measure(*measure) for measure in measures])


def keep(con: duckdb.DuckDBPyConnection, lake: Lake, **fates: str) -> None:
    """Accepted diary days and their fates: by use, one letter a row, January first, then February.

    A row in use has no fate.
    """
    letters = {"s": "superseded", "d": "duplicate", "x": "conflict"}
    con.execute("CREATE SCHEMA IF NOT EXISTS accepted")
    con.execute("CREATE SCHEMA IF NOT EXISTS fate")
    accepted, fate = accepted_table(DIARY), fate_table(DIARY)
    for table in (accepted, fate):
        con.execute(create_table(replace(table, key=())).replace(" NOT NULL", ""))
    for use, told in fates.items():
        for place, letter in enumerate(told):
            day = "2025-01-05" if place < 28 else "2025-02-05"
            con.execute(
                f"INSERT INTO {accepted.name} (person_id, use_id, source_row, diary_date) "
                "VALUES (1, ?, ?, ?)",
                [use, place, day],
            )
            if letter in letters:
                con.execute(
                    f"INSERT INTO {fate.name} VALUES (1, ?, ?, ?, ?, false)",
                    [day, use, place, letters[letter]],
                )
        target = lake.root / "accepted.diary" / "bucket=00000" / f"{use}.parquet"
        of_use = f"SELECT {as_arrived(accepted)} FROM {accepted.name} WHERE use_id = '{use}'"
        write_parquet(con, of_use, target, recipe=use)
    write_parquet(con, f"FROM {fate.name}", lake.file(fate.name, 0), recipe="")
    con.execute("DROP SCHEMA accepted CASCADE")
    con.execute("DROP SCHEMA fate CASCADE")


def quality(con: duckdb.DuckDBPyConnection, lake: Lake) -> Rows:
    build_quality(con, lake)
    names = SITE_MONTH.column_names
    found = con.execute(f"SELECT * FROM {SITE_MONTH.name} ORDER BY ALL").fetchall()
    return {row[:3]: dict(zip(names[3:], row[3:], strict=True)) for row in found}


def test_every_row_that_came_has_one_month_and_one_fate(con, tmp_path: Path):
    lake = Lake(tmp_path)
    # Lines outside the contract are no rows of it.
    deliver(con, "a", "AA", rows_in=50, rows_outside=7)
    deliver(con, "b", "BB", is_held=True, rows_in=44, rows_repeated=1)
    deliver_whole(
        con, "c", "CC", contract="visit", rows_in=9, rows_refused=9, file_rule="file.gzip"
    )
    keep(con, lake, a="c" * 20 + "s" * 4 + "d" * 3 + "x" + "c" * 11 + "d")
    rows = quality(con, lake)
    fates = ("rows_in", "rows_accepted", "rows_refused", "rows_held", "rows_duplicate")
    assert {key: tuple(row[name] for name in fates) for key, row in rows.items()} == {
        ("AA", "diary", "2025-01"): (30, 24, 3, 0, 3),
        ("AA", "diary", "2025-02"): (12, 11, 0, 0, 1),
        ("AA", "diary", ""): (1, 0, 1, 0, 0),
        ("BB", "diary", "2025-01"): (30, 0, 2, 28, 0),
        ("BB", "diary", "2025-02"): (12, 0, 0, 12, 0),
        ("BB", "diary", ""): (2, 0, 1, 0, 1),
        ("CC", "visit", ""): (9, 0, 9, 0, 0),
    }
    for row in rows.values():
        assert row["rows_in"] == sum(row[name] for name in fates[1:])


def test_missing_and_late_values_are_shares_of_what_the_file_collects(con, tmp_path: Path):
    """Columns the file does not have are not collected: nothing of them is missing."""
    deliver(con, "a", "AA")
    rows = quality(con, Lake(tmp_path))
    january, february = rows["AA", "diary", "2025-01"], rows["AA", "diary", "2025-02"]
    assert january["share_missing"] == pytest.approx(1 - (30 + 15) / (2 * 30))
    assert february["share_missing"] == pytest.approx(1 - (3 + 12) / (2 * 12))
    assert (january["share_late"], february["share_late"]) == (0.25, None)
    assert (january["people"], february["people"], january["files"]) == (6, 4, 1)


def test_the_share_of_unmapped_therapies_is_told_by_month(con, tmp_path: Path):
    deliver(con, "t", "AA", contract="therapy", collected="")
    deliver(con, "d", "AA")
    told = [
        ("", "2025-01", "rows", 30),
        ("", "2025-02", "rows", 12),
        ("therapy_code", "2025-01", "known", 30),
        ("therapy_code", "2025-01", "word unmapped", 3),
        ("therapy_code", "2025-02", "known", 12),
    ]
    record_measures(con, "t", [Measure(*measure) for measure in told])
    rows = quality(con, Lake(tmp_path))
    months = [rows["AA", "therapy", month]["share_unmapped"] for month in ("2025-01", "2025-02")]
    assert months == [0.1, 0.0]
    assert rows["AA", "diary", "2025-01"]["share_unmapped"] is None


def finding(site: str, use: str, code: str, severity: str, **more: str) -> tuple[str | float, ...]:
    given = {"contract": "diary", "column": "stress", "period": ""} | more
    where = (given["contract"], code, given["column"], given["period"])
    return (site, use, *where, severity, "said", "fix", 1.0, 0.5)


def test_a_finding_stands_in_the_months_it_speaks_of(con, tmp_path: Path):
    for use, site in (("a", "AA"), ("b", "BB"), ("d", "DD")):
        deliver(con, use, site)
    record_findings(
        con,
        [
            finding("AA", "a", "review.drift", "warning"),
            finding("AA", "a", "review.unit_changed", "critical", period="2025-02"),
            finding("BB", "", "review.stale", "warning", contract="", column=""),
            finding("DD", "", "review.volume", "info", column="", period="2025-01"),
        ],
    )
    rows = quality(con, Lake(tmp_path))
    months = [(site, month) for site in ("AA", "BB", "DD") for month in ("2025-01", "2025-02")]
    assert [rows[site, "diary", month]["worst"] for site, month in months] == [
        *("warning", "critical"),
        *("", "warning"),
        *("info", ""),
    ]
    assert [rows["AA", "diary", m]["drift_flags"] for m in ("2025-01", "2025-02")] == [0, 1]


def test_a_site_is_behind_by_the_months_to_anybodys_newest(con, tmp_path: Path):
    deliver(con, "a", "AA")
    deliver_whole(con, "z", "ZZ", contract="diary", rows_in=5, rows_refused=0, file_rule="")
    record_measures(con, "z", [Measure("", "", "rows", 5), Measure("", "2026-01", "rows", 5)])
    rows = quality(con, Lake(tmp_path))
    assert rows["AA", "diary", "2025-01"]["months_behind"] == 11
    assert rows["ZZ", "diary", "2026-01"]["months_behind"] == 0


def test_measures_come_back_as_they_were_written_and_are_replaced(con):
    deliver(con, "a", "AA", delivery_id="first", file_name="diary.csv", is_attested=True)
    insert(con, DELIVERY, site_code="AA", delivery_id="first", extracted_at="2025-02-20 06:00:00")
    (file,) = read_measures(con)
    assert (file.use_id, file.site_code, file.contract, file.file_name) == (
        *("a", "AA", "diary"),
        "diary.csv",
    )
    assert (file.rows, file.periods, file.is_attested) == (43, ["2025-01", "2025-02"], True)
    assert file.extracted_at is not None
    assert file.extracted_at.isoformat() == "2025-02-20T06:00:00"
    record_measures(con, "a", [Measure("", "", "rows", 1.0)])
    assert read_measures(con)[0].values == {("", "", "rows"): 1.0}
    record_measures(con, "a", [])
    assert read_measures(con) == []
