"""Coefficients and their sandwich as one record per factor, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.results import WIDEST, FactorEstimate, estimated, not_estimable
from models.stream.exposure_counts import CountsBySite, support_of
from models.stream.person_days import FloatArray
from models.triggers.likelihood.estimability import Estimability
from models.triggers.likelihood.newton import Errors


def factor_estimates(
    factors: Sequence[str],
    coefficients: FloatArray,
    errors: Errors,
    able: Estimability,
    counts: CountsBySite,
    *,
    widest: float = WIDEST,
) -> tuple[FactorEstimate, ...]:
    """One estimate per factor in their order; ``counts`` are those of the people in the model."""
    error = dict(zip(able.kept, np.sqrt(np.diag(errors.covariance)), strict=True))
    reasons = {
        place: "its people fit too exactly to measure an error from"
        for place, vanishes in zip(able.kept, errors.vanishes, strict=True)
        if vanishes
    }
    reasons |= able.reasons
    found = []
    for place, name in enumerate(factors):
        support = support_of(counts, place)
        found.append(
            not_estimable(name, reasons[place], support)
            if place in reasons
            else estimated(name, float(coefficients[place]), float(error[place]), support, widest)
        )
    return tuple(found)
