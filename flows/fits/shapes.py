"""Fit the dose-response of every amount that some diary records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.triggers.shapes.amount_counts import count_amounts
from models.triggers.shapes.dose_response import fit_dose_response
from models.triggers.shapes.dose_rows import dose_rows
from triggerscape.contract.estimates.shapes import DOSE_RESPONSE_ESTIMATE
from triggerscape.doses import DOSES
from triggerscape.factors import Claim

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign


def fit_shapes(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """Each amount by itself, beside every factor that is no early sign nor made of its answer.

    The factors are those of the headline model, so that a curve and its factor's rate ratio are
    adjusted alike.
    """
    amounts = [dose.design_column for dose in DOSES]
    counts = count_amounts(design.onset(amounts), amounts)
    causes = [f.code for f in design.factors if f.claim is not Claim.PREMONITORY]
    responses = []
    for dose in DOSES:
        adjusted_for = [code for code in causes if code not in dose.same_answer]
        source = design.onset([dose.design_column, *adjusted_for])
        responses.append(fit_dose_response(source, dose, counts[dose.design_column], adjusted_for))
    return {DOSE_RESPONSE_ESTIMATE.name: dose_rows(responses, f"{design.basis}_onset")}
