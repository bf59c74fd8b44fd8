"""What each person adds to the gradient of a fit, with zero for those who cannot move it."""

from __future__ import annotations

import numpy as np

from models.stream.person_days import FloatArray, PersonDays


def person_scores(days: PersonDays, coefficients: FloatArray) -> FloatArray:
    """Observed minus expected exposure at a person's events, (factors, people).

    The days used are those of the fit: outcome and every factor known, a factor the person never
    recorded held at 0.
    """
    starts = days.person_starts
    lengths = np.diff(starts, append=len(days.outcome))
    exposures = np.reshape(days.exposures, (len(days.exposures), len(days.outcome)))
    missing = np.isnan(exposures)
    never = np.logical_and.reduceat(missing, starts, axis=1)
    exposures = np.where(missing, 0.0, exposures)
    complete = ~np.isnan(days.outcome) & (~missing | np.repeat(never, lengths, axis=1)).all(axis=0)
    outcome = np.where(complete, days.outcome, 0.0)
    predictor = coefficients @ exposures
    peak = np.maximum.reduceat(predictor, starts)
    expected = np.where(complete, np.exp(predictor - np.repeat(peak, lengths)), 0.0)
    total = np.add.reduceat(expected, starts)
    events = np.add.reduceat(outcome, starts)
    level = np.divide(events, total, out=np.zeros_like(total), where=total > 0)
    residual = outcome - expected * np.repeat(level, lengths)
    return np.asarray(np.add.reduceat(exposures * residual, starts, axis=1))
