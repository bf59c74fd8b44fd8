"""Rows taken back: by is_deleted, or by a full delivery that leaves them out, and by nothing else.

Each case is a small table of versions of therapy rows; the days of March 2026 are their numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.core import accepted_table
from triggerscape.contract.ddl import create_table
from triggerscape.contract.deliveries import FULL_DELIVERY, KEY_VARIANT
from triggerscape.contract.visit import THERAPY
from triggerscape.delivery.versions import fate_sql
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference


@dataclass(frozen=True)
class Version:
    """One row: its key, what it says, the day it is about, when recorded and extracted."""

    key: str
    says: str
    day: int = 5
    recorded: int | None = None
    extracted: int | None = None
    is_deleted: bool | None = None
    person: int = 1


@dataclass(frozen=True)
class Full:
    """A full delivery that came whole: its days and when it was extracted."""

    first: int
    last: int
    extracted: int


def _day(number: int) -> dt.date:
    return dt.date(2026, 3, number)


def _moment(number: int | None) -> dt.datetime | None:
    return None if number is None else dt.datetime(2026, 3, number)  # noqa: DTZ001


@pytest.fixture(scope="module")
def con():
    with duckdb.connect(config={"threads": 1}) as con:
        make_reference(con, Settings())
        con.execute("CREATE SCHEMA ledger; CREATE SCHEMA accepted")
        for table in (FULL_DELIVERY, KEY_VARIANT, accepted_table(THERAPY)):
            con.execute(create_table(table).replace(" NOT NULL", ""))
        yield con


def fates(
    con: duckdb.DuckDBPyConnection,
    versions: Sequence[Version],
    fulls: Sequence[Full] = (),
    variants: Sequence[int] = (),
) -> list[str]:
    """The disposition of each version."""
    con.execute("DELETE FROM accepted.therapy; DELETE FROM ledger.full_delivery")
    con.execute("DELETE FROM ledger.key_variant")
    for number, v in enumerate(versions):
        con.execute(
            "INSERT INTO accepted.therapy (site_code, therapy_key, map_rule, start_date, "
            "recorded_at, extracted_at, is_deleted, person_id, date_is_relative, use_id, "
            "delivery_id, source_sha256, source_row) "
            "VALUES ('AA', ?, ?, ?, ?, ?, ?, ?, false, 'use', 'delivery', 'sha', ?)",
            [
                *(v.key, v.says, _day(v.day), _moment(v.recorded), _moment(v.extracted)),
                *(v.is_deleted, v.person, number),
            ],
        )
    for number, full in enumerate(fulls):
        con.execute(
            "INSERT INTO ledger.full_delivery VALUES ('AA', ?, 'therapy', ?, ?, ?)",
            [str(number), _day(full.first), _day(full.last), _moment(full.extracted)],
        )
    for person in variants:
        con.execute("INSERT INTO ledger.key_variant VALUES ('AA', ?)", [person])
    rows = con.execute(f"SELECT source_row, disposition FROM ({fate_sql(THERAPY)})")
    fates = dict(rows.fetchall())
    return [fates.get(number, "current") for number in range(len(versions))]


GONE = {"is_deleted": True}


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (
            [Version("t1", "a", recorded=1), Version("t1", "", recorded=2, **GONE)],
            ["superseded", "deleted"],
        ),
        (
            [Version("t1", "", recorded=2, **GONE), Version("t1", "a", recorded=1)],
            ["deleted", "superseded"],
        ),
        (
            [Version("t1", "", recorded=2, **GONE), Version("t1", "a", recorded=3)],
            ["superseded", "current"],
        ),
        ([Version("t1", "a"), Version("t1", "", **GONE)], ["superseded", "deleted"]),
        ([Version("t1", "", **GONE)], ["deleted"]),
        (
            [Version("t1", "a", recorded=2, **GONE), Version("t1", "", recorded=2, **GONE)],
            ["deleted", "duplicate"],
        ),
        (
            [Version("t1", "a", recorded=1), Version("t1", "a", recorded=2, is_deleted=False)],
            ["current", "duplicate"],
        ),
        (
            [Version("t1", "a", recorded=1), Version("t2", "", recorded=2, **GONE)],
            ["current", "deleted"],
        ),
    ],
    ids=[
        "the newest version takes the row back",
        "whichever came first",
        "a row sent again later is back",
        "of one moment, taking back counts as newer",
        "what nobody sent can be taken back",
        "taken back twice is taken back once",
        "false says no more than nothing",
        "another key is left alone",
    ],
)
def test_is_deleted_takes_a_row_back(con, versions, expected):
    found = fates(con, versions)
    # Of two rows that say the same, which is called the duplicate follows from their bytes.
    assert sorted(found) == sorted(expected)
    if "duplicate" not in expected:
        assert found == expected


@pytest.mark.parametrize(
    ("version", "full", "expected"),
    [
        (Version("t1", "a", day=5, extracted=10), Full(1, 9, 20), "deleted"),
        (Version("t1", "a", day=9, extracted=10), Full(1, 9, 20), "deleted"),
        (Version("t1", "a", day=10, extracted=10), Full(1, 9, 20), "current"),
        (Version("t1", "a", day=5, extracted=20), Full(1, 9, 20), "current"),
        (Version("t1", "a", day=5, extracted=21), Full(1, 9, 20), "current"),
        (Version("t1", "a", day=5, extracted=None), Full(1, 9, 20), "current"),
        (Version("t1", "a", day=5, recorded=25, extracted=10), Full(1, 9, 20), "deleted"),
    ],
    ids=[
        "left out by a later full delivery of its day",
        "the last day belongs to it",
        "the day after does not",
        "extracted at the same moment: it is not left out, or nobody knows",
        "extracted later: it is back",
        "no moment of extraction: it may be newer",
        "what counts is the extract, not the record",
    ],
)
def test_a_full_delivery_deletes_what_it_leaves_out(con, version, full, expected):
    assert fates(con, [version], [full]) == [expected]


def test_a_key_the_full_delivery_holds_is_not_left_out(con):
    old, new = Version("t1", "a", extracted=10), Version("t1", "b", extracted=20)
    assert fates(con, [old, new], [Full(1, 9, 20)]) == ["superseded", "current"]
    assert fates(con, [new, old], [Full(1, 9, 20)]) == ["current", "superseded"]


def test_a_row_that_moved_to_another_day_is_judged_by_the_day_it_is_on_now(con):
    old = Version("t1", "a", day=5, extracted=8)
    moved = Version("t1", "a", day=15, extracted=10)
    assert fates(con, [old, moved], [Full(1, 9, 20)]) == ["superseded", "current"]
    assert fates(con, [old, moved], [Full(10, 19, 20)]) == ["superseded", "deleted"]


def test_an_older_full_delivery_says_nothing_about_a_row_a_newer_one_holds(con):
    row = Version("t1", "a", extracted=20)
    assert fates(con, [row], [Full(1, 9, 20), Full(1, 9, 15)]) == ["current"]
    assert fates(con, [row], [Full(1, 9, 20), Full(1, 9, 25)]) == ["deleted"]


def test_rows_under_a_less_common_spelling_are_no_versions_of_any_key(con):
    versions = [Version("t1", "a", person=1), Version("t1", "b", person=2)]
    assert fates(con, versions) == ["conflict", "conflict"]
    assert fates(con, versions, variants=[2]) == ["current", "variant"]


def _plain(versions: Sequence[Version], fulls: Sequence[Full]) -> dict[str, str | None]:
    """What each key says in the end, None when it is gone: the rules read one key at a time."""
    ends: dict[str, str | None] = {}
    for key in {v.key for v in versions}:
        mine = [v for v in versions if v.key == key]
        moments: dict[tuple[int, bool], set[tuple[str, int]]] = {}
        for v in mine:
            at = v.recorded or v.extracted or 0
            moments.setdefault((at, bool(v.is_deleted)), set()).add((v.says, v.day))
        agreed = [m for m in sorted(moments) if m[1] or len(moments[m]) == 1]
        ends[key] = None
        if not agreed or agreed[-1][1]:
            continue
        [(says, day)] = moments[agreed[-1]]
        last = max(v.extracted or 99 for v in mine)
        if not any(f.first <= day <= f.last and f.extracted > last for f in fulls):
            ends[key] = says
    return ends


_versions = st.lists(
    st.builds(
        Version,
        key=st.sampled_from(["t1", "t2"]),
        says=st.sampled_from("ab"),
        day=st.integers(1, 3),
        recorded=st.none() | st.integers(1, 4),
        extracted=st.none() | st.integers(2, 5),
        is_deleted=st.sampled_from([None, False, False, True]),
    ),
    max_size=6,
)
_fulls = st.lists(
    st.builds(Full, first=st.integers(1, 2), last=st.integers(2, 3), extracted=st.integers(2, 6)),
    max_size=2,
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(versions=_versions, fulls=_fulls)
def test_the_sql_agrees_with_a_plain_reading_of_the_rules(con, versions, fulls):
    found = fates(con, versions, fulls)
    told = {v.key: v.says for v, fate in zip(versions, found, strict=True) if fate == "current"}
    expected = {key: says for key, says in _plain(versions, fulls).items() if says is not None}
    assert told == expected
    assert found.count("current") == len(told)
