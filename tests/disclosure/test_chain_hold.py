"""What becomes of one row of the whole study from one release to the next, a line a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from chain_rows import (
    EGRESS,
    NEXT,
    PARTS_EGRESS,
    RESTATING,
    RULE,
    STUDY,
    STUDY_EGRESS,
    changes,
    rows,
)

from triggerscape.disclosure.chain.hold import hold
from triggerscape.disclosure.chain.released import Released
from triggerscape.disclosure.chain.unheld import unheld
from triggerscape.disclosure.mode import Mode
from triggerscape.errors import DisclosureRefused

WAS = date(2026, 3, 1)
A, B = "S01", "g"


def held(new, old, changed, *, egress=STUDY_EGRESS, batch=NEXT, rule=RULE, **more):
    """(site, people, estimate, as of) of what may be published."""
    frames, report = hold(
        {STUDY.name: rows(STUDY, new)},
        {STUDY.name: rows(STUDY, old, WAS)},
        {STUDY.name: changes(STUDY, changed)} if changed is not None else {},
        {STUDY.name: egress},
        rule,
        batch=batch,
        **more,
    )
    kept = frames[STUDY.name].select("site_id", "n_people", "estimate", "as_of_date")
    return kept.rows(), dict(report.rows[STUDY.name])


@pytest.mark.parametrize(
    ("changed", "is_exact", "becomes"),
    [
        (0, True, "carried"),  # renewed, it would tell apart the rows with 1 to 10
        (1, True, "carried"),
        (10, True, "carried"),
        (11, True, "renewed"),
        (500, True, "renewed"),
        (11, False, "renewed"),  # at least 11
        (10, False, "carried"),  # perhaps more, perhaps not
        (0, False, "carried"),
    ],
)
def test_a_row_in_both_releases(changed, is_exact, becomes):
    kept, places = held([(A, B, 40, 6.5)], [(A, B, 20, 5.0)], [(A, B, changed, is_exact)])
    expected = {"carried": (A, 20, 5.0, WAS), "renewed": (A, 40, 6.5, None)}
    assert (kept, places[becomes]) == ([expected[becomes]], 1)


@pytest.mark.parametrize(
    ("was", "now", "changed", "shown"),
    [
        (None, 20, 10, None),  # hidden stays hidden: ten who came would be told
        (None, 20, 0, None),  # nor does it open because another row is hidden in its place
        (None, 20, 20, 20),
        (20, None, 10, 20),  # shown stays shown: nothing new is told
        (20, None, 14, None),
        (None, None, 5, None),
    ],
)
def test_hidden_and_shown(was, now, changed, shown):
    kept, _ = held([(A, B, now, 6.5)], [(A, B, was, 5.0)], [(A, B, changed, True)])
    assert kept[0][1] == shown


@pytest.mark.parametrize(
    ("people", "changed", "is_shown"),
    [(None, 4, False), (None, 30, True), (15, 12, True), (15, 0, True)],
)
def test_a_row_that_was_not_there(people, changed, is_shown):
    kept, places = held([(A, B, people, 6.5)], [], [(A, B, changed, True)])
    assert bool(kept) is is_shown
    assert places == {"first": 1} if is_shown else {"withheld": 1}


@pytest.mark.parametrize(
    ("changed", "is_shown"), [(0, True), (6, True), (10, True), (11, False), (40, False)]
)
def test_a_row_that_is_no_longer_there(changed, is_shown):
    kept, _ = held([], [(A, B, 20, 5.0)], [(A, B, changed, True)])
    assert kept == ([(A, 20, 5.0, WAS)] if is_shown else [])


def test_rows_of_a_word_that_no_longer_exists_go_together():
    kept, places = held([], [(A, B, None, None)], [(A, B, 6, True)], retired={"group_id": {B}})
    assert (kept, places) == ([], {"gone": 1})


def test_of_what_nothing_is_known_nothing_changes():
    kept, _ = held([(A, B, 40, 6.5), ("S02", B, 15, 3.0)], [(A, B, 20, 5.0)], None)
    assert kept == [(A, 20, 5.0, WAS)]


def test_every_earlier_version_counts():
    """22 came, and 20 of them withdrew: against the release before last, two changed."""
    both = pl.concat(
        [
            changes(STUDY, [(A, B, 20, True)]),
            changes(STUDY, [(A, B, 2, True)]).with_columns(is_newest=pl.lit(value=False)),
        ]
    )
    frames, _ = hold(
        {STUDY.name: rows(STUDY, [(A, B, 20, 5.1)])},
        {STUDY.name: rows(STUDY, [(A, B, 40, 6.0)], WAS)},
        {STUDY.name: both},
        EGRESS,
        RULE,
        batch=NEXT,
    )
    assert frames[STUDY.name]["estimate"].to_list() == [6.0]


def test_restating_renews_rows_in_which_nobody_changed():
    kept, _ = held(
        [(A, B, 20, 5.4), ("S02", B, 20, 5.4)],
        [(A, B, 20, 5.0), ("S02", B, 20, 5.0)],
        [(A, B, 0, True), ("S02", B, 3, True)],
        batch=RESTATING,
    )
    assert [row[2] for row in kept] == [5.4, 5.0]


def test_parts_whose_hidden_ones_would_mix_are_carried_over_together():
    """Then b was hidden beside small a; now c would be. With c from then, a would follow."""
    then = [(A, "a", None, None), (A, "b", None, None), (A, "c", 25, 4.0), (A, "d", 60, 4.0)]
    now = [(A, "a", None, None), (A, "b", 40, 5.0), (A, "c", None, None), (A, "d", 80, 5.0)]
    changed = [(A, "a", 3, True), (A, "b", 28, True), (A, "c", 2, True), (A, "d", 20, True)]
    kept, _ = held(now, then, changed, egress=PARTS_EGRESS)
    assert [row[1] for row in kept] == [None, None, 25, 60]
    apart, _ = held(now, then, changed)
    assert [row[1] for row in apart] == [None, 40, 25, 80]


def test_exact_parts_are_renewed_all_or_none():
    exact = replace(RULE, mode=Mode.EXACT)
    then = [(A, "a", 21, 4.0), (A, "b", 34, 4.0), ("S02", "a", 50, 4.0)]
    now = [(A, "a", 33, 5.0), (A, "b", 38, 5.0), ("S02", "a", 61, 5.0)]
    changed = [(A, "a", 12, True), (A, "b", 14, True), ("S02", "a", 11, True)]
    kept, _ = held(now, then, changed, egress=PARTS_EGRESS, rule=exact)
    # b grew by four though 14 changed, so its neighbour a waits too; the other site does not.
    assert [row[1] for row in kept] == [21, 34, 61]


def test_a_stricter_rule_hides_what_it_carries_over():
    strict = replace(RULE, threshold=25)
    kept, _ = held([(A, B, 25, 6.5)], [(A, B, 20, 5.0)], [(A, B, 5, True)], rule=strict)
    assert kept == [(A, None, None, WAS)]
    now, before = (
        Released(name, {STUDY.name: rows(STUDY, [given], WAS)}, of_rule)
        for name, given, of_rule in (
            ("2", (A, B, None, None), strict),
            ("1", (A, B, 20, 5.0), RULE),
        )
    )
    few = {STUDY.name: changes(STUDY, [(A, B, 5, True)])}
    assert unheld(now, before, few, EGRESS).is_safe
    assert not unheld(replace(now, rule=RULE), before, few, EGRESS).is_safe


def test_a_table_whose_key_changed_waits_for_a_restatement():
    old = rows(STUDY, [(A, B, 20, 5.0)], WAS).drop("group_id")
    given = ({STUDY.name: rows(STUDY, [(A, B, 40, 6.5)])}, {STUDY.name: old}, {}, EGRESS, RULE)
    with pytest.raises(DisclosureRefused, match="E447"):
        hold(*given, batch=NEXT)
    frames, _ = hold(*given, batch=RESTATING)
    assert frames[STUDY.name]["n_people"].to_list() == [40]


def test_a_column_that_is_new_is_empty_in_rows_carried_over():
    old = rows(STUDY, [(A, B, 20, 5.0)], WAS).drop("n_days")
    frames, _ = hold(
        {STUDY.name: rows(STUDY, [(A, B, 40, 6.5)])},
        {STUDY.name: old},
        {},
        EGRESS,
        RULE,
        batch=NEXT,
    )
    assert frames[STUDY.name].select("n_people", "n_days").rows() == [(20, None)]


def test_the_order_of_rows_changes_nothing():
    new = rows(STUDY, [(f"S{n:02d}", B, 20 + 5 * (n % 4), 5.0 + n) for n in range(30)])
    old = rows(STUDY, [(f"S{n:02d}", B, 15 + 5 * (n % 3), 4.0 + n) for n in range(5, 35)], WAS)
    changed = changes(STUDY, [(f"S{n:02d}", B, n, True) for n in range(35)])
    one, other = (
        hold({STUDY.name: a}, {STUDY.name: b}, {STUDY.name: c}, EGRESS, RULE, batch=NEXT)
        for a, b, c in (
            (new, old, changed),
            (new.reverse(), old.sample(30, shuffle=True, seed=1), changed.reverse()),
        )
    )
    assert one[0][STUDY.name].equals(other[0][STUDY.name])
    assert one[1].rows == other[1].rows
