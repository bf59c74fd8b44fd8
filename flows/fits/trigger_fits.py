"""Every fit of the trigger analysis, in order: each gives the rows of one or more estimates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from flows.fits.absolute import fit_absolute
from flows.fits.audit import fit_audit
from flows.fits.exposure_strata import fit_strata
from flows.fits.odds import fit_odds
from flows.fits.pairs import fit_combinations
from flows.fits.people import fit_people_apart
from flows.fits.sensitivity import fit_sensitivity
from flows.fits.shapes import fit_shapes
from flows.fits.subgroups import fit_subgroups
from models.triggers.trigger_rows import TriggerDesigns, trigger_rows
from triggerscape.warehouse.designs.exposure_design import at_lag

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign


def fit_headline(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """The headline: within people, over sites, on the days around, between people, same day."""
    designs = TriggerDesigns(
        onset=design.onset,
        same_day=partial(design.stream, "design.same_day"),
        timing=partial(design.stream, "design.timing"),
        lag_column=at_lag,
    )
    found = trigger_rows(designs, design.factors, design.basis)
    return {f"estimates.{name}": frame for name, frame in found.items()}


# Beside the headline; each gives frames of estimates.* by the name of their table.
FURTHER_FITS: tuple[Callable[[TriggerDesign], dict[str, pl.DataFrame]], ...] = (
    fit_audit,
    fit_odds,
    fit_subgroups,
    fit_absolute,
    fit_sensitivity,
    fit_people_apart,
    fit_shapes,
    fit_combinations,
    fit_strata,
)
