"""Time to response: from which window on a therapy is seen to act, by a rule fixed beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.therapies.event_time.event_study import ADJUSTED, AFTER, CHANGE
from models.therapies.event_time.window_estimates import WindowEstimate

FEWEST_WINDOWS = 2
DAYS = 28


@dataclass(frozen=True)
class ResponseTime:
    """First day after the start of the first window with a response; None with the reason."""

    from_day: int | None
    rule: str


def response_time(effect: Mapping[str, Mapping[int, WindowEstimate]]) -> ResponseTime:
    """The first window from which the bands of both sides lie below zero and stay there.

    They have to stay below in every later window up to the last that both sides could estimate,
    two in a row at least. The bands hold for all windows at once, so that the more windows are
    looked at, the more each has to show; and as for a verdict, one side is not enough.
    """
    known = [w for w in AFTER if all(w in effect[side] for side in (CHANGE, ADJUSTED))]
    if len(known) < FEWEST_WINDOWS:
        return ResponseTime(None, f"fewer than {FEWEST_WINDOWS} windows could be estimated")
    first = None
    for window in reversed(known):
        if not all(effect[side][window].band_high < 0 for side in (CHANGE, ADJUSTED)):
            break
        first = window
    if first is None:
        return ResponseTime(
            None,
            f"in the last window, days {_days(known[-1])}, the bands of the two methods do not "
            "both lie below zero",
        )
    if first == known[-1]:
        return ResponseTime(
            None,
            f"the bands of both methods lie below zero in the last window only, days "
            f"{_days(first)}, and {FEWEST_WINDOWS} in a row are needed",
        )
    return ResponseTime(
        first * DAYS,
        f"the bands of both methods lie below zero from days {_days(first)} on and in every window "
        f"up to days {_days(known[-1])}",
    )


def _days(window: int) -> str:
    return f"{window * DAYS} to {window * DAYS + DAYS - 1}"
