"""When a release appears: in batches, each once a calendar window has closed, by the diaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from triggerscape.warehouse.reference.tables import WINDOW_ORIGIN

WINDOW_DAYS = 28
_ORIGIN = date.fromisoformat(WINDOW_ORIGIN)


@dataclass(frozen=True)
class Batch:
    """What one release adds to the ones before.

    ``closed_through`` is the last day of the newest window it may show, ``before_through`` that of
    the newest release, None before the first one. ``is_restating`` lets frozen windows change too.
    """

    closed_through: date
    before_through: date | None = None
    is_restating: bool = False


def closed_through(last_day: date | None, lag_days: int) -> date | None:
    """Last day of the newest calendar window that is closed; None before there is one.

    A window is closed once a diary day on record is ``lag_days`` after its last day or later:
    what comes later waits for a restatement. The diaries decide, never a clock.
    """
    if last_day is None:
        return None
    days = (last_day - _ORIGIN).days - lag_days + 1
    if days < WINDOW_DAYS:
        return None
    return _ORIGIN + timedelta(days=days // WINDOW_DAYS * WINDOW_DAYS - 1)


def is_due(newest: date | None, closed: date | None, restate: str = "") -> bool:
    """Whether a release is to be made now.

    ``newest`` is how far the newest release reaches (None: there is none), ``closed`` how far the
    closed windows do, ``restate`` the reason for asking. Nothing closed, nothing to publish.
    """
    if closed is None:
        return False
    return newest is None or closed > newest or bool(restate.strip())


def what_waits(release_id: str, newest: date, lag_days: int) -> str:
    """The sentence said in place of a release that is not due; ``newest`` as in ``is_due``."""
    first, last = newest + timedelta(days=1), newest + timedelta(days=WINDOW_DAYS)
    reached = last + timedelta(days=lag_days)
    return (
        f"release {release_id} stays: window {first} to {last} closes when diaries reach "
        f"{reached}; what came since waits"
    )
