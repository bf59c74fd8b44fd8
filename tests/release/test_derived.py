"""Tables worked out from printed rows: they follow from them, or the release does not verify."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from fixture_tables import INFO, protected_tables
from polars.testing import assert_frame_equal

from triggerscape.release.derived.catalogue import EVERY_DERIVED, broken_derived, derived_rows
from triggerscape.release.derived.windows import window_rows
from triggerscape.release.shape import released_tables

RELEASED = released_tables(protected_tables(), INFO, "2026-06-28.1")


def test_a_window_is_told_with_its_days_and_the_month_of_its_middle():
    burden = pl.DataFrame(
        {
            "window_kind": ["calendar", "calendar", "calendar", "personal"],
            "window_index": [3, 2, 3, 0],
            "window_start": [date(2026, 1, 26), date(2025, 12, 29), date(2026, 1, 26), None],
        }
    )
    told = window_rows({"pub.burden_site_window": burden})
    assert_frame_equal(
        told,
        pl.DataFrame(
            {
                "window_id": ["2025-12-29", "2026-01-26"],
                "window_index": [2, 3],
                "first_day": [date(2025, 12, 29), date(2026, 1, 26)],
                "last_day": [date(2026, 1, 25), date(2026, 2, 22)],
                "month": [date(2026, 1, 1), date(2026, 2, 1)],
            }
        ),
    )


def test_what_is_derived_follows_from_what_is_printed():
    assert broken_derived(RELEASED) == []
    assert set(derived_rows(RELEASED)) == {one.table.name for one in EVERY_DERIVED}


@pytest.mark.parametrize("one", EVERY_DERIVED, ids=lambda one: one.table.short_name)
def test_a_row_that_does_not_follow_is_noticed(one):
    """One row less, or one value more than its sources give: either is refused."""
    name = one.table.name
    shorter = {**RELEASED, name: RELEASED[name].head(-1)}
    assert broken_derived(shorter) == [f"{name}: is not what {' and '.join(one.sources)} give"]
    assert RELEASED[name].height > 0


@pytest.mark.parametrize("one", EVERY_DERIVED, ids=lambda one: one.table.short_name)
def test_only_the_sources_it_names_are_read(one):
    assert one.make({name: RELEASED[name] for name in one.sources}).height > 0
