"""Every fit of the therapy analysis, in order: each gives the rows of one or more estimates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flows.fits.comparisons import fit_comparisons
from flows.fits.doses import fit_doses
from flows.fits.event_time import fit_event_time
from flows.fits.layers import fit_layers
from flows.fits.stopping import fit_stopping
from flows.fits.techniques import fit_techniques
from flows.fits.value import fit_value

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.therapy_trials import TherapyTrials

# Each gives frames of estimates.* by the name of their table.
THERAPY_FITS: tuple[Callable[[TherapyTrials], dict[str, pl.DataFrame]], ...] = (
    fit_comparisons,
    fit_doses,
    fit_techniques,
    fit_layers,
    fit_event_time,
    fit_stopping,
    fit_value,
)
