"""What may be said of a technique beside the others of its group."""

from __future__ import annotations

from enum import StrEnum

from models.therapies.diagnostics.therapy_diagnostics import SMALLEST_WORTHWHILE
from models.therapies.techniques.partial_pooling import FEWEST_TECHNIQUES, Drawn


class TechniqueReading(StrEnum):
    """The words a technique can carry."""

    FEWER_DAYS_THAN_OTHERS = "fewer_days_than_others"
    MORE_DAYS_THAN_OTHERS = "more_days_than_others"
    NO_DIFFERENCE_SHOWN = "no_difference_shown"
    NOT_COMPARED = "not_compared"


def technique_reading(
    apart: Drawn | None, *, margin: float = SMALLEST_WORTHWHILE
) -> tuple[TechniqueReading, str]:
    """The word and its rule, from the distance to the mean of the group after drawing.

    A technique stands out only where the whole interval of that distance lies beyond the smallest
    worthwhile effect, in migraine days per 28; None where techniques could not be drawn together.
    """
    if apart is None:
        rule = f"fewer than {FEWEST_TECHNIQUES} techniques could be estimated"
        return TechniqueReading.NOT_COMPARED, rule
    beyond = f"beyond {margin:g} migraine days per 28 from the mean of the group, drawn together"
    if apart.ci_high < -margin:
        return TechniqueReading.FEWER_DAYS_THAN_OTHERS, f"the interval lies {beyond}"
    if apart.ci_low > margin:
        return TechniqueReading.MORE_DAYS_THAN_OTHERS, f"the interval lies {beyond}"
    return TechniqueReading.NO_DIFFERENCE_SHOWN, f"the interval does not lie {beyond}"
