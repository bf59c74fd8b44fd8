"""What a printed count of people says of the true one, in a release that has others before it.

First printed, a count is known to within its rounding. Later prints stick (see ``moves``): with
threshold 11 and base 5 the truth is then within 7 people of the print. Of a row carried over from
an earlier release readers may think that fewer than a threshold of people changed: mostly so.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.chain.hold.moves import smallest_move
from triggerscape.disclosure.mode import Mode

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import FloatArray, IntArray
    from triggerscape.disclosure.rule import Rule

# Of a row with more people than these, changes are counted in a sample: a row carried over may
# then have changed by any number.
EXACT_UP_TO = 500


class Print(IntEnum):
    """How a count came to be printed as it is, as far as a reader can tell."""

    HIDDEN = 0  # no number
    FIRST = 1  # never printed before
    STAYED = 2  # worked out anew, printed as before
    ROSE = 3  # moved up
    FELL = 4  # moved down
    CARRIED = 5  # the row stands as it did


def print_kinds(printed: FloatArray, before: FloatArray) -> IntArray:
    """How each count (k) worked out anew came to be printed; NaN where there is no number."""
    kinds = np.select(
        [np.isnan(printed), np.isnan(before), printed > before, printed < before],
        [Print.HIDDEN, Print.FIRST, Print.ROSE, Print.FELL],
        Print.STAYED,
    )
    return kinds.astype(np.int64)


def bounds(printed: FloatArray, kinds: IntArray, rule: Rule) -> tuple[FloatArray, FloatArray]:
    """Fewest and most people behind each print (k); not for rows carried over.

    A hidden count may be anything from 0: a row may be hidden for another reason than few people.
    """
    step = rule.step
    slack = smallest_move(rule) - step if rule.mode is Mode.ROUNDED else 0
    nearest = np.where(np.isin(kinds, [Print.STAYED, Print.FELL]), printed - slack, printed)
    farthest = np.where(np.isin(kinds, [Print.STAYED, Print.ROSE]), printed + slack, printed)
    # The fewest ever printed stands for everything from the threshold up to it.
    low = np.where(nearest <= rule.fewest_shown, rule.threshold, nearest - step // 2)
    high = farthest + (step - 1) // 2
    is_hidden = kinds == Print.HIDDEN
    return np.where(is_hidden, 0.0, low), np.where(is_hidden, np.inf, high)


def carried_bounds(
    low: FloatArray, high: FloatArray, rule: Rule, *, exact_up_to: int = EXACT_UP_TO
) -> tuple[FloatArray, FloatArray]:
    """Bounds on the count of today, from those of the day the row was made (k each)."""
    few = rule.threshold - 1
    is_sampled = high > exact_up_to
    return (
        np.where(is_sampled, 0.0, np.maximum(low - few, 0.0)),
        np.where(is_sampled, np.inf, high + few),
    )
