"""Comparisons: each therapy against its active comparators and against no start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.therapy_rows import therapy_rows
from triggerscape.contract.estimates.therapies import THERAPY_ESTIMATE

if TYPE_CHECKING:
    from flows.fits.therapy_trials import TherapyTrials


def fit_comparisons(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Every declared pair, as estimates.therapy_effect."""
    frames = []
    for therapy, comparator in trials.comparisons:
        people = trials.active(therapy, comparator)
        if people.height:
            frames.append(therapy_rows(people, therapy, comparator))
    return {THERAPY_ESTIMATE.name: pl.concat(frames)} if frames else {}
