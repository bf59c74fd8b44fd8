"""Time to response as words: both bands below zero, from a window on, and staying there."""

from __future__ import annotations

import pytest

from models.therapies.event_time.event_study import ADJUSTED, CHANGE
from models.therapies.event_time.response_time import response_time
from models.therapies.event_time.window_estimates import WindowEstimate

BELOW, ACROSS, ABOVE = (-2.0, -0.1), (-1.0, 1.0), (0.1, 2.0)


def windows(*bands: tuple[float, float] | None) -> dict[int, WindowEstimate]:
    return {
        window: WindowEstimate(sum(band) / 2, 0.3, *band, *band)
        for window, band in enumerate(bands)
        if band is not None
    }


@pytest.mark.parametrize(
    ("adjusted", "change", "from_day"),
    [
        ([BELOW] * 6, [BELOW] * 6, 0),
        ([ACROSS, BELOW, BELOW, BELOW, BELOW, BELOW], [BELOW] * 6, 28),
        ([BELOW] * 6, [ACROSS, ACROSS, BELOW, BELOW, BELOW, BELOW], 56),
        # One side is not enough.
        ([BELOW] * 6, [ACROSS] * 6, None),
        # It has to stay: an interval across zero begins it anew.
        ([BELOW, BELOW, BELOW, ACROSS, BELOW, BELOW], [BELOW] * 6, 112),
        # The last window alone may be chance.
        ([ACROSS, ACROSS, ACROSS, ACROSS, ACROSS, BELOW], [BELOW] * 6, None),
        ([BELOW, BELOW, BELOW, BELOW, BELOW, ACROSS], [BELOW] * 6, None),
        # Up to the last window that both could estimate.
        ([ACROSS, BELOW, BELOW, BELOW, None, None], [BELOW] * 6, 28),
        ([BELOW, None, None, None, None, None], [BELOW] * 6, None),
        # More days are no response.
        ([ABOVE] * 6, [ABOVE] * 6, None),
    ],
)
def test_the_first_window_from_which_both_bands_stay_below_zero(adjusted, change, from_day) -> None:
    found = response_time({ADJUSTED: windows(*adjusted), CHANGE: windows(*change)})
    assert found.from_day == from_day
    assert found.rule


def test_why_no_day_could_be_named() -> None:
    def rule(*bands: tuple[float, float] | None) -> str:
        return response_time({ADJUSTED: windows(*bands), CHANGE: windows(*[BELOW] * 6)}).rule

    assert rule(*[ACROSS] * 6) == (
        "in the last window, days 140 to 167, the bands of the two methods do not both lie below "
        "zero"
    )
    assert rule(*[ACROSS] * 5, BELOW) == (
        "the bands of both methods lie below zero in the last window only, days 140 to 167, and 2 "
        "in a row are needed"
    )
    assert rule(BELOW) == "fewer than 2 windows could be estimated"
    assert rule(ACROSS, BELOW, BELOW, BELOW) == (
        "the bands of both methods lie below zero from days 28 to 55 on and in every window up to "
        "days 84 to 111"
    )
