"""Which version of a row counts: by when it was recorded, never by when it came."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.core import accepted_table
from triggerscape.contract.ddl import create_table
from triggerscape.contract.deliveries import KEY_VARIANT
from triggerscape.contract.person import PERSON
from triggerscape.delivery.versions import fate_sql

Version = tuple[str, str, int | None, int | None]  # person, content, recorded on, extracted on


def _moment(day: int | None) -> dt.datetime | None:
    return None if day is None else dt.datetime(2025, 3, day)  # noqa: DTZ001


def _dispositions(versions: list[Version]) -> list[tuple[Version, str]]:
    """Each version with its disposition: its fate, or current where it has none."""
    columns = ", ".join(f'"{c.name}" {c.kind}' for c in accepted_table(PERSON))
    insert = (
        "INSERT INTO accepted.person (person_id, site_code, person_key, diagnosis_code, "
        "recorded_at, extracted_at, source_row, source_sha256, use_id) "
        "VALUES (hash($1) >> 8, 'AA', $1, $2, $3, $4, $5, 'sha', 'use')"
    )
    with duckdb.connect() as con:
        con.execute(f"CREATE SCHEMA accepted; CREATE TABLE accepted.person ({columns})")
        con.execute(f"CREATE SCHEMA ledger; {create_table(KEY_VARIANT)}")
        for number, (person, content, recorded, extracted) in enumerate(versions):
            con.execute(insert, [person, content, _moment(recorded), _moment(extracted), number])
        fates = dict(
            con.execute(f"SELECT source_row, disposition FROM ({fate_sql(PERSON)})").fetchall()
        )
    return [(one, fates.get(number, "current")) for number, one in enumerate(versions)]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([("p1", "a", 1, None)], ["current"]),
        ([("p1", "a", 1, None), ("p1", "b", 2, None)], ["superseded", "current"]),
        ([("p1", "b", 2, None), ("p1", "a", 1, None)], ["current", "superseded"]),
        ([("p1", "a", None, 1), ("p1", "b", None, 2)], ["superseded", "current"]),
        ([("p1", "a", 3, 1), ("p1", "b", 1, 9)], ["current", "superseded"]),
        ([("p1", "a", 1, None), ("p1", "a", 1, None)], ["current", "duplicate"]),
        ([("p1", "a", 1, None), ("p1", "a", 2, None)], ["current", "duplicate"]),
        ([("p1", "a", 1, None), ("p1", "b", 1, None)], ["conflict", "conflict"]),
        ([("p1", "a", None, None), ("p1", "b", 1, None)], ["superseded", "current"]),
        ([("p1", "a", 1, None), ("p2", "b", 1, None)], ["current", "current"]),
        (
            [("p1", "a", 1, None), ("p1", "b", 2, None), ("p1", "c", 2, None)],
            ["current", "conflict", "conflict"],
        ),
        (
            [("p1", "a", 1, None), ("p1", "b", 2, None), ("p1", "a", 3, None)],
            ["superseded", "superseded", "current"],
        ),
    ],
    ids=[
        "alone",
        "the newer record wins",
        "and wins when it came first",
        "where no record says when, the newer extract wins",
        "a record's moment goes before an extract's",
        "the same said twice at once",
        "the same said again later is no new version",
        "two contents of one moment: neither is used",
        "a dated version goes before an undated one",
        "people are kept apart",
        "a conflict leaves the version before it in use",
        "a change taken back is a version of its own",
    ],
)
def test_disposition(versions: list[Version], expected: list[str]) -> None:
    assert [disposition for _, disposition in _dispositions(versions)] == expected


def _referee(versions: list[Version]) -> Counter[tuple[Version, str]]:
    """The same in plain Python, one key at a time, from the sentences of the docstring."""
    fates: Counter[tuple[Version, str]] = Counter()
    for _, of_person in itertools.groupby(sorted(versions, key=repr), key=lambda v: v[0]):
        moments: dict[int, list[Version]] = {}
        for version in of_person:
            moment = next((day for day in version[2:] if day is not None), 0)
            moments.setdefault(moment, []).append(version)
        told: list[Version] = []
        for moment in sorted(moments):
            same_moment = moments[moment]
            if len({content for _, content, *_ in same_moment}) > 1:
                fates.update((version, "conflict") for version in same_moment)
            else:
                told += same_moment
        fresh = [v for n, v in enumerate(told) if n == 0 or told[n - 1][1] != v[1]]
        said_again = Counter(told) - Counter(fresh)
        fates.update({(version, "duplicate"): n for version, n in said_again.items()})
        fates.update((version, "superseded") for version in fresh[:-1])
        fates.update((version, "current") for version in fresh[-1:])
    return fates


_day = st.one_of(st.none(), st.integers(1, 3))
_versions = st.lists(
    st.tuples(st.sampled_from(["p1", "p2"]), st.sampled_from("ab"), _day, _day), max_size=7
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(versions=_versions)
def test_the_sql_agrees_with_a_plain_reading_of_the_rules(versions: list[Version]) -> None:
    counted = Counter(_dispositions(versions))
    ours = Counter({(v[:2], fate): 0 for v, fate in counted})
    for (version, fate), n in counted.items():
        ours[version[:2], fate] += n
    plain: Counter[tuple[tuple[str, str], str]] = Counter()
    for (version, fate), n in _referee(versions).items():
        plain[version[:2], fate] += n
    assert ours == plain
