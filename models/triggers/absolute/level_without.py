"""What a factor is set to on a day without it."""

from __future__ import annotations

from triggerscape.doses import DOSES
from triggerscape.factors import Factor

_YES_NO = "yes against no"
_STRESS_POINTS_PER_STEP = 2
_STRESS = next(dose for dose in DOSES if dose.code == "stress")
_IN_STEPS = {"stress_level": _STRESS.reference / _STRESS_POINTS_PER_STEP}


def level_without(factor: Factor) -> float | None:
    """The value, in steps, that stands for being without the factor; None where none is declared.

    A factor that is there or not is set to 0. Stress is lowered to the amount every other is
    compared with, 3 points of 10; a day with less keeps what it has.
    """
    return 0.0 if factor.step == _YES_NO else _IN_STEPS.get(factor.code)
