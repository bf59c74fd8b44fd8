"""What may be said of two therapies together."""

from __future__ import annotations

from enum import StrEnum

from models.therapies.arms.arm_means import Contrast
from models.therapies.diagnostics.therapy_diagnostics import SMALLEST_WORTHWHILE

FALSE_DISCOVERY_RATE = 0.10


class LayerReading(StrEnum):
    """The words a pair of therapies can carry."""

    MORE_THAN_ADDED = "more_than_added"
    LESS_THAN_ADDED = "less_than_added"
    NO_INTERACTION_SHOWN = "no_interaction_shown"
    NOT_ESTIMABLE = "not_estimable"


def layer_reading(
    excess: Contrast | None, q_value: float | None, *, margin: float = SMALLEST_WORTHWHILE
) -> tuple[LayerReading, str]:
    """The word and its rule.

    Something is said only where the excess passes q 0.10 over all pairs that could be estimated
    and its interval lies beyond the smallest worthwhile effect, in migraine days per 28. Below
    0 there are fewer days than the two add up to. Above 0 it is no sign that they hinder each
    other: the response to starting anything comes once with both, and is taken off twice.
    """
    if excess is None or q_value is None:
        return LayerReading.NOT_ESTIMABLE, ""
    rule = f"the excess at q {FALSE_DISCOVERY_RATE:g}, its interval beyond {margin:g} days per 28"
    if q_value <= FALSE_DISCOVERY_RATE and excess.ci_high < -margin:
        return LayerReading.MORE_THAN_ADDED, f"{rule}: fewer days than the two add up to"
    if q_value <= FALSE_DISCOVERY_RATE and excess.ci_low > margin:
        return LayerReading.LESS_THAN_ADDED, (
            f"{rule}: more days than the two add up to, as one response to starting anything, "
            "counted twice, would also give"
        )
    return LayerReading.NO_INTERACTION_SHOWN, f"not shown: {rule}"
