"""Every fit of the therapy analysis, in order: each gives the rows of one or more estimates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flows.fits.comparisons import fit_comparisons

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.therapy_trials import TherapyTrials

# Each gives frames of estimates.* by the name of their table.
THERAPY_FITS: tuple[Callable[[TherapyTrials], dict[str, pl.DataFrame]], ...] = (fit_comparisons,)
