"""When a release appears."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triggerscape.disclosure.chain.batches import closed_through, is_due, what_waits

ENDED = date(2026, 2, 22)  # a Sunday, last day of a window of 28 days from 2026-01-26


@pytest.mark.parametrize(
    ("last_day", "lag_days", "closed"),
    [
        (date(2026, 2, 22), 0, ENDED),
        (date(2026, 2, 21), 0, ENDED - timedelta(days=28)),
        (date(2026, 2, 28), 7, ENDED - timedelta(days=28)),
        (date(2026, 3, 1), 7, ENDED),
        (date(2026, 3, 28), 7, ENDED),
        (date(2026, 3, 29), 7, ENDED + timedelta(days=28)),
        (date(2000, 1, 29), 0, None),
        (date(2000, 1, 30), 0, date(2000, 1, 30)),
        (date(1999, 1, 1), 0, None),
        (None, 7, None),
    ],
)
def test_closed_through(last_day, lag_days, closed):
    assert closed_through(last_day, lag_days) == closed


@given(
    day=st.dates(date(2001, 1, 1), date(2100, 1, 1)), lag=st.integers(0, 60), more=st.integers(0, 9)
)
def test_diaries_only_ever_close_more(day, lag, more):
    now, later = closed_through(day, lag), closed_through(day + timedelta(days=more), lag)
    assert now <= later
    assert now + timedelta(days=lag) <= day < now + timedelta(days=lag + 28)
    assert (now - date(2000, 1, 3)).days % 28 == 27


@pytest.mark.parametrize(
    ("newest", "closed", "restate", "due"),
    [
        (None, ENDED, "", True),
        (None, None, "why", False),  # nothing to publish
        (ENDED, ENDED, "", False),
        (ENDED, ENDED + timedelta(days=28), "", True),
        (ENDED, ENDED, "a site sent corrected diaries", True),
        (ENDED, ENDED, "  ", False),
        (ENDED, ENDED - timedelta(days=28), "", False),  # a delivery was taken back
    ],
)
def test_is_due(newest, closed, restate, due):
    assert is_due(newest, closed, restate) is due


def test_what_waits_says_until_when():
    assert what_waits("2026-03-06.1", ENDED, 7) == (
        "release 2026-03-06.1 stays: window 2026-02-23 to 2026-03-22 closes when diaries reach "
        "2026-03-29; what came since waits"
    )
