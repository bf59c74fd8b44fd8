"""Every diagnostic of a comparison's migraine days, in the order they are published."""

from __future__ import annotations

from models.therapies.bracket.bracket_results import TherapyEstimate
from models.therapies.diagnostics.arms_alike import arms_alike
from models.therapies.diagnostics.believable import believable
from models.therapies.diagnostics.diagnostic import Diagnostic
from models.therapies.diagnostics.untouched import untouched

SMALLEST_WORTHWHILE = 0.5


def therapy_diagnostics(
    estimate: TherapyEstimate, therapy: str = "", margin: float = SMALLEST_WORTHWHILE
) -> tuple[Diagnostic, ...]:
    """Who was compared, what should not differ and does, and whether the answer is believable.

    ``therapy`` is the code by which the effects found in trials are looked up, ``margin`` the
    smallest worthwhile effect in migraine days per 28.
    """
    return (
        *arms_alike(estimate),
        *untouched(estimate, margin),
        *believable(estimate, therapy, margin),
    )
