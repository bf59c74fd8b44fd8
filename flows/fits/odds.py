"""Odds: which days the case-crossover model compares."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.triggers.case_crossover.odds_rows import odds_rows
from triggerscape.contract.estimates.triggers import TRIGGER_ODDS_ESTIMATE

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign


def fit_odds(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """Odds ratios within the person's strata of 28 days, as estimates.trigger_odds."""
    strata = partial(design.onset, stratum="stratum")
    return {TRIGGER_ODDS_ESTIMATE.name: odds_rows(strata, design.factors, design.basis)}
