"""Every fit of the trigger analysis, in order: each gives the rows of one or more estimates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from models.triggers.trigger_rows import trigger_rows
from triggerscape.contract.estimates.triggers import TRIGGER_ESTIMATE

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign


def fit_effects(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """The headline: within people, between people, and the same-day association."""
    codes = [factor.code for factor in design.factors]
    onset = design.onset(codes)
    same_day = design.stream("design.same_day", codes)
    rows = trigger_rows(onset, same_day, design.factors, design.basis)
    return {TRIGGER_ESTIMATE.name: rows}


# Beside the headline; each gives frames of estimates.* by the name of their table.
FURTHER_FITS: tuple[Callable[[TriggerDesign], dict[str, pl.DataFrame]], ...] = ()
