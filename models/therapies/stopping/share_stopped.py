"""The share of starters who have stopped by a day, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats


@dataclass(frozen=True)
class ShareStopped:
    """A share and its 95% interval."""

    share: float
    ci_low: float
    ci_high: float


def share_stopped(stopped: int, people: int) -> ShareStopped:
    """Of ``people``, with Wilson's score interval (J Am Stat Assoc 1927;22:209).

    Raises ValueError where there are no people.
    """
    found = stats.binomtest(stopped, people).proportion_ci(method="wilson")
    return ShareStopped(stopped / people, float(found.low), float(found.high))
