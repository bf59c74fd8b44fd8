"""The words for what becomes of a row from one release to the next."""

from __future__ import annotations

from enum import StrEnum

PLACE = "place_of_row"
"""The column that says it."""


class Place(StrEnum):
    """What becomes of a row."""

    RENEWED = "renewed"  # worked out anew, and shown so
    FIRST = "first"  # never shown before
    CARRIED = "carried"  # as in the release before: nobody changed, or too few
    FROZEN = "frozen"  # as in the release before: of a window shown before
    WITHHELD = "withheld"  # not shown yet: it would tell of too few people
    LATE = "late"  # not shown: of a window shown before without it
    GONE = "gone"  # no longer shown
