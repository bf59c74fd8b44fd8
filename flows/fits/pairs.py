"""Fit every pair of candidate factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.triggers.pairs.pair_family import pair_family
from models.triggers.pairs.pair_fit import fit_pairs
from models.triggers.pairs.pair_rows import pair_rows
from triggerscape.contract.estimates.pairs import TRIGGER_COMBINATION_ESTIMATE
from triggerscape.factors import Claim

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign


def fit_combinations(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """Each pair beside every factor that is no early sign, as in the headline model."""
    causes = [f.code for f in design.factors if f.claim is not Claim.PREMONITORY]
    pairs = pair_family(design.factors)
    if not pairs:
        return {}
    fits = fit_pairs(design.onset(causes), causes, pairs)
    return {TRIGGER_COMBINATION_ESTIMATE.name: pair_rows(fits, f"{design.basis}_onset")}
