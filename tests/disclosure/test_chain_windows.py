"""Rows of closed windows: shown once the window is closed, then frozen, unless restated."""

from __future__ import annotations

from datetime import date

import pytest
from chain_rows import (
    EGRESS,
    NEXT,
    RESTATING,
    RULE,
    THROUGH_W1,
    W1,
    W2,
    W3,
    WINDOWS,
    changes,
    rows,
)

from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.chain.hold import hold
from triggerscape.errors import DisclosureRefused

WAS = date(2026, 3, 1)
OLD = [("S01", W1, 20, 5.0), ("S01", "all", 20, 5.0)]


def held(new, changed, *, old=OLD, batch=NEXT):
    frames, report = hold(
        {WINDOWS.name: rows(WINDOWS, new)},
        {WINDOWS.name: rows(WINDOWS, old, WAS)} if old else {},
        {WINDOWS.name: changes(WINDOWS, changed)},
        EGRESS,
        RULE,
        batch=batch,
    )
    shown = frames[WINDOWS.name].select("site_id", "window_id", "n_people", "estimate")
    return shown.rows(), dict(report.rows[WINDOWS.name])


def test_a_first_release_shows_closed_windows_only():
    first = Batch(closed_through=THROUGH_W1)
    new = [("S01", W1, 20, 5.0), ("S01", W2, 25, 6.0), ("S01", "all", 25, 5.5)]
    shown, places = held(new, [], old=None, batch=first)
    assert [row[1] for row in shown] == [W1, "all"]
    assert places == {"first": 2, "waiting": 1}


def test_a_window_shown_before_is_frozen_whoever_came_since():
    new = [("S01", W1, 60, 7.0), ("S01", W2, 25, 6.0), ("S01", W3, 25, 6.0), ("S01", "all", 60, 7)]
    changed = [("S01", W1, 40, True), ("S01", "all", 40, True), ("S01", W2, 25, True)]
    shown, places = held(new, changed)
    assert shown == [
        ("S01", W1, 20, 5.0),
        ("S01", W2, 25, 6.0),
        ("S01", "all", 60, 7.0),
    ]
    assert places == {"first": 1, "frozen": 1, "renewed": 1, "waiting": 1}


def test_a_window_closes_with_its_small_rows_hidden():
    """That few people are in it is told of every window; nobody is told from a window before."""
    shown, _ = held([("S01", W1, 20, 5.0), ("S01", W2, None, None)], [("S01", W2, 4, True)])
    assert ("S01", W2, None, None) in shown


def test_late_rows_of_a_frozen_window_wait_for_a_restatement():
    new = [("S01", W1, 20, 5.0), ("S02", W1, 30, 4.0), ("S01", "all", 20, 5.0)]
    changed = [("S02", W1, 30, True)]
    shown, places = held(new, changed)
    assert [row[0] for row in shown if row[1] == W1] == ["S01"]
    assert places["late"] == 1
    shown, _ = held(new, changed, batch=RESTATING)
    assert [row[0] for row in shown if row[1] == W1] == ["S01", "S02"]


@pytest.mark.parametrize(("changed", "estimate"), [(0, 5.4), (1, 5.0), (10, 5.0), (11, 5.4)])
def test_a_restated_row_changes_with_nobody_or_with_enough(changed, estimate):
    shown, _ = held([("S01", W1, 20, 5.4)], [("S01", W1, changed, True)], batch=RESTATING)
    assert shown[0][3] == estimate


def test_a_row_that_does_not_say_its_window_stops_the_release():
    with pytest.raises(DisclosureRefused, match="E446"):
        held([("S01", "last spring", 20, 5.0)], [])
