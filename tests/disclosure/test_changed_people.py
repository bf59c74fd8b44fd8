"""How many people changed in a row: small tables in, numbers out, and never more than the truth."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.disclosure.contributions.changes import changed_in, changed_people
from triggerscape.disclosure.contributions.contribution import row_names
from triggerscape.disclosure.contributions.sample import PEOPLE, ROWS, WHOLE, Sample

KEYS = ("site_id",)
Row = dict[int, int]
"""Digest by person."""


def place(person: int) -> int:
    """Some order of people that is not that of their numbers."""
    return (person * 7919 + 104_729) % 1_000_003


def name(site: str) -> str:
    return str(row_names(pl.DataFrame({"site_id": [site]}), KEYS)[0])


def sample(
    rows: dict[str, Row], most: int = 512, withdrawn: dict[str, int] | None = None
) -> Sample:
    """The sample of these rows; ``withdrawn`` people were in the sample and are gone from it."""
    told, people = [], []
    for site, digests in rows.items():
        ranked = sorted(digests, key=place)
        limit = WHOLE if len(ranked) <= most else place(ranked[most - 1])
        gone = (withdrawn or {}).get(site, 0)
        told.append((name(site), len(ranked) + gone, limit, gone))
        people += [(name(site), who, place(who), digests[who]) for who in ranked[:most]]
    return Sample(
        KEYS,
        pl.DataFrame(told, schema=ROWS, orient="row"),
        pl.DataFrame(people, schema=PEOPLE, orient="row"),
    )


def told(before: Sample, after: Sample, site: str = "S01") -> tuple[int, bool]:
    found = changed_people(before, after).filter(row=name(site))
    return found["changed"].item(), found["is_exact"].item()


EVERYBODY = dict.fromkeys(range(20), 1)


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        pytest.param(EVERYBODY, 0, id="nobody"),
        pytest.param(EVERYBODY | {3: 2}, 1, id="one brings something else"),
        pytest.param(EVERYBODY | {77: 1}, 1, id="one came"),
        pytest.param(dict.fromkeys(range(19), 1), 1, id="one left"),
        pytest.param({k + 1: 1 for k in range(20)}, 2, id="one came and one left"),
        pytest.param(dict.fromkeys(range(20), 2), 20, id="all bring something else"),
        pytest.param({}, 20, id="all left"),
    ],
)
def test_a_row_known_whole_tells_exactly_who_changed(after, changed):
    assert told(sample({"S01": EVERYBODY}), sample({"S01": after})) == (changed, True)


def test_a_row_that_comes_or_goes_changes_by_all_its_people():
    some, none = sample({"S01": EVERYBODY}), sample({"S02": {}})
    assert told(none, some) == (20, True)
    assert told(some, none) == (20, True)


def test_a_row_known_in_part_tells_of_those_up_to_the_smaller_limit_or_how_much_it_grew():
    many = dict.fromkeys(range(100), 1)
    before = sample({"S01": many}, most=10)
    known = sorted(many, key=place)[:10]
    assert told(before, sample({"S01": many | {known[0]: 2}}, most=10)) == (1, False)
    unknown = sorted(many, key=place)[50]
    assert told(before, sample({"S01": many | {unknown: 2}}, most=10)) == (0, False)
    grown = many | dict.fromkeys(range(1000, 1030), 1)
    assert told(before, sample({"S01": grown}, most=10))[0] >= 30


def test_people_who_withdrew_are_counted_without_being_known():
    before = sample({"S01": dict.fromkeys(range(18), 1)}, withdrawn={"S01": 2})
    after = sample({"S01": dict.fromkeys(range(18), 1)})
    assert told(before, after) == (2, True)
    # Both once held people who withdrew: whether they were the same nobody can say any more.
    both = sample({"S01": dict.fromkeys(range(18), 1)}, withdrawn={"S01": 2})
    assert told(before, both) == (0, False)


def test_a_frame_gets_the_changes_of_its_rows_and_nobody_is_nobody():
    before, after = sample({"S01": EVERYBODY}), sample({"S01": EVERYBODY | {3: 2}})
    frame = pl.DataFrame({"site_id": ["S09", "S01", "S01"], "measure_id": ["a", "b", "c"]})
    found = changed_in(frame, before, after)
    assert found.columns == ["site_id", "measure_id", "changed", "is_exact"]
    assert found["changed"].to_list() == [0, 1, 1]
    assert found["is_exact"].all()
    nobody = Sample(KEYS, pl.DataFrame(schema=ROWS), pl.DataFrame(schema=PEOPLE))
    assert changed_in(frame, nobody, after)["changed"].to_list() == [0, 20, 20]
    assert changed_in(frame, nobody, nobody)["changed"].to_list() == [0, 0, 0]


digests = st.dictionaries(st.integers(0, 60), st.integers(0, 2), max_size=50)


@given(digests, digests, st.integers(1, 60), st.sets(st.integers(0, 60), max_size=10))
@settings(max_examples=300, deadline=None)
def test_never_more_than_the_truth_and_the_truth_where_it_says_so(was, now, most, gone):
    truth = sum(was.get(who) != now.get(who) for who in {*was, *now})
    before, after = sample({"S01": was}, most), sample({"S01": now}, most)
    changed, is_exact = told(before, after)
    assert changed <= truth
    assert changed == truth or not is_exact
    if max(len(was), len(now)) <= most:
        assert is_exact
    # The same once some of them have withdrawn, from both samples at once.
    changed, is_exact = told(forgotten(before, gone), forgotten(after, gone))
    assert changed <= truth
    assert changed == truth or not is_exact


def forgotten(one: Sample, gone: set[int]) -> Sample:
    """As ``forget_people`` leaves a sample."""
    is_gone = one.people["person_id"].is_in(list(gone))
    left = int(is_gone.sum())
    rows = one.rows.with_columns(withdrawn=pl.lit(left, pl.Int64))
    return Sample(one.keys, rows, one.people.filter(~is_gone))


@given(st.permutations(range(16)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_people_changes_nothing(order):
    was = sample({"S01": EVERYBODY, "S02": EVERYBODY}, most=8)
    now = sample({"S01": EVERYBODY | {3: 2}, "S02": dict.fromkeys(range(30), 1)}, most=8)
    mixed = Sample(KEYS, was.rows.reverse(), was.people[order])
    assert mixed.people.height == was.people.height
    assert changed_people(mixed, now).equals(changed_people(was, now))
