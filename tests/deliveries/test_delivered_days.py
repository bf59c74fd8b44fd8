"""Which days a site's deliveries stand for, and which of them delete what they leave out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.ddl import create_table
from triggerscape.contract.deliveries import DELIVERIES
from triggerscape.contract.ledger import FILE_USE
from triggerscape.warehouse.ledger.deliveries import DeliveryRecord, record_delivery, record_version
from triggerscape.warehouse.ledger.delivery_rules import settle_deliveries

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("CREATE SCHEMA ledger")
        for table in (*DELIVERIES, FILE_USE):
            con.execute(create_table(table))
        yield con


def deliver(
    con: duckdb.DuckDBPyConnection,
    name: str,
    days: tuple[int, int] | None,
    *,
    mode: str = "incremental",
    attested: bool = True,
    excluded: str = "",
    **files: tuple[int, str],
) -> None:
    """A delivery for days of March; each file is (rows refused, the rule it was refused by)."""
    first, last = (DAY + dt.timedelta(day - 1) for day in days) if days else (None, None)
    extracted = dt.datetime(2026, 4, 1)  # noqa: DTZ001
    record_delivery(
        con, DeliveryRecord("AA", name, attested, mode, first, last, extracted, excluded)
    )
    for file, (refused, rule) in files.items():
        con.execute(
            "INSERT INTO ledger.file_use "
            "(use_id, site_code, delivery_id, file_name, contract, rows_refused, file_rule) "
            "VALUES (?, 'AA', ?, ?, ?, ?, ?)",
            [f"{name}-{file}", name, file, file.split("_")[0], refused, rule],
        )


def periods(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int, bool]]:
    settle_deliveries(con)
    rows = con.execute(
        "SELECT contract, day(from_date), day(to_date), is_complete "
        "FROM ledger.delivered_period ORDER BY ALL"
    )
    return rows.fetchall()


SOUND = (0, "")


def test_days_that_touch_are_one_stretch_and_a_missing_day_parts_two(con):
    deliver(con, "a", (1, 5), therapy=SOUND)
    deliver(con, "b", (6, 9), therapy=SOUND)
    deliver(con, "c", (11, 12), therapy=SOUND)
    assert periods(con) == [("therapy", 1, 9, True), ("therapy", 11, 12, True)]


def test_a_stretch_within_another_parts_nothing(con):
    deliver(con, "a", (1, 20), therapy=SOUND)
    deliver(con, "b", (3, 4), therapy=SOUND)
    deliver(con, "c", (15, 25), therapy=SOUND)
    assert periods(con) == [("therapy", 1, 25, True)]


def test_a_contract_without_a_file_is_not_delivered_at_all(con):
    deliver(con, "a", (1, 5), diary=SOUND)
    assert periods(con) == [("diary", 1, 5, True)]


def test_one_refused_file_of_two_makes_the_days_incomplete(con):
    deliver(con, "a", (1, 5), therapy_1=SOUND, therapy_2=(3, "file.encoding"), diary=SOUND)
    assert periods(con) == [("diary", 1, 5, True), ("therapy", 1, 5, False)]


def test_the_days_are_complete_once_they_came_whole_in_another_delivery(con):
    deliver(con, "a", (1, 5), therapy=(3, "file.encoding"))
    deliver(con, "b", (1, 7), therapy=SOUND)
    assert periods(con) == [("therapy", 1, 5, False), ("therapy", 1, 7, True)]


def test_a_refused_row_leaves_its_day_delivered(con):
    deliver(con, "a", (1, 5), therapy=(2, ""))
    assert periods(con) == [("therapy", 1, 5, True)]


def test_what_the_manifest_excludes_is_incomplete(con):
    deliver(con, "a", (1, 5), excluded="therapy visit", therapy=SOUND, diary=SOUND)
    assert periods(con) == [("diary", 1, 5, True), ("therapy", 1, 5, False)]


@pytest.mark.parametrize("days", [(1, 5), None])
def test_a_delivery_nobody_attests_or_without_days_completes_nothing(con, days):
    deliver(con, "a", days, attested=days is None, therapy=SOUND)
    assert periods(con) == []


def fulls(con: duckdb.DuckDBPyConnection) -> tuple[list[tuple[str, str]], list[str]]:
    said = settle_deliveries(con)
    rows = con.execute("SELECT delivery_id, contract FROM ledger.full_delivery ORDER BY ALL")
    return rows.fetchall(), said


def test_a_full_delivery_that_came_whole_speaks_by_its_silence(con):
    deliver(con, "a", (1, 5), mode="full", therapy=SOUND, diary=SOUND)
    deliver(con, "b", (6, 9), mode="incremental", therapy=SOUND)
    assert fulls(con) == ([("a", "diary"), ("a", "therapy")], [])


def test_a_person_has_no_day_and_is_never_left_out(con):
    deliver(con, "a", (1, 5), mode="full", person=SOUND)
    assert fulls(con) == ([], [])


@pytest.mark.parametrize(
    "spoilt",
    [
        {"therapy_1": SOUND, "therapy_2": (3, "file.encoding")},
        {"therapy": SOUND, "excluded": "therapy"},
        {"therapy": SOUND, "attested": False},
    ],
    ids=["a file was refused", "the manifest excludes it", "no manifest attests it"],
)
def test_a_full_delivery_that_did_not_come_whole_deletes_nothing(con, spoilt):
    deliver(con, "a", (1, 5), mode="full", **spoilt)
    assert fulls(con) == ([], [])


def test_a_refused_row_may_be_of_any_key_so_deletion_is_suspended_and_said(con):
    deliver(con, "a", (1, 5), mode="full", therapy=(2, ""), diary=SOUND)
    found, said = fulls(con)
    assert found == [("a", "diary")]
    assert said == [
        "site AA, delivery a: 2 refused therapy rows may be of any key, so nothing is deleted for "
        "being left out of this full delivery; mend them and send it again"
    ]


def test_every_content_a_name_ever_had_is_counted_once(con):
    assert [record_version(con, "use", sha) for sha in ("a", "b", "a", "c")] == [1, 2, 1, 3]
    assert record_version(con, "other", "a") == 1


_stretches = st.lists(
    st.tuples(st.integers(1, 20), st.integers(0, 9), st.booleans()), min_size=1, max_size=7
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(stretches=_stretches)
def test_stretches_hold_the_days_of_the_deliveries_and_no_two_touch(stretches):
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("CREATE SCHEMA ledger")
        for table in (*DELIVERIES, FILE_USE):
            con.execute(create_table(table))
        for number, (first, more, is_sound) in enumerate(stretches):
            file = SOUND if is_sound else (0, "file.encoding")
            deliver(con, str(number), (first, first + more), therapy=file)
        found = periods(con)
    for wanted in (True, False):
        days = {
            day
            for first, more, is_sound in stretches
            if is_sound == wanted
            for day in range(first, first + more + 1)
        }
        mine = [(first, last) for _, first, last, is_complete in found if is_complete == wanted]
        assert {day for first, last in mine for day in range(first, last + 1)} == days
        assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(mine))
