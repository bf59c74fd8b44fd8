"""Doses: sessions of the first month among the new starters of each therapy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.doses.dose_rows import dose_rows
from triggerscape.contract.estimates.doses import DOSE_ESTIMATE

if TYPE_CHECKING:
    from flows.fits.therapy_trials import TherapyTrials


def fit_doses(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Every leaf and group that enough people started, as estimates.therapy_dose."""
    frames = []
    for therapy in trials.started(FEWEST_STARTERS):
        people = trials.no_start(therapy)
        frames.append(dose_rows(people.filter(pl.col("arm") == 1), therapy))
    return {DOSE_ESTIMATE.name: pl.concat(frames, how="vertical_relaxed")} if frames else {}
