"""The page of costs is what was measured, times a size."""

from __future__ import annotations

import json

import pytest
from render_scale_costs import (
    MEASURED,
    TARGET,
    buckets_for,
    core_seconds,
    document,
    tasks_seconds,
)

FIGURES = {
    "landing_us": 6.0,
    "building_us": 4.0,
    "landing_night_us": 0.5,
    "building_night_us": 0.5,
    "days_a_bucket": 4_000_000,
    "task_seconds": 0.1,
}


def test_the_page_is_what_was_measured() -> None:
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert TARGET.read_text(encoding="utf-8") == document(measured)


def test_every_figure_says_what_it_is_and_which_command_gave_it() -> None:
    for name, one in json.loads(MEASURED.read_text(encoding="utf-8")).items():
        assert float(one["value"]) > 0, name
        assert all((one["meaning"], one["unit"], one["command"])), name


def test_ten_microseconds_a_day_are_2_8_core_hours_for_a_billion_days() -> None:
    seconds = core_seconds(FIGURES, 10**9, ("landing", "building"))
    assert seconds == pytest.approx(10_000)
    assert seconds / 3600 == pytest.approx(2.78, abs=0.01)


@pytest.mark.parametrize(
    ("days", "buckets"),
    [(1, 1), (4_000_000, 1), (4_000_001, 2), (10**9, 256), (10**10, 4096)],
)
def test_buckets_are_a_power_of_two_that_leaves_few_enough_days_in_each(
    days: int, buckets: int
) -> None:
    assert buckets_for(FIGURES, days) == buckets


def test_handing_out_grows_with_buckets_and_stages() -> None:
    assert tasks_seconds(FIGURES, 10**9) == pytest.approx(3 * 256 * 0.1)
