"""Fit how people differ in what factors do to them, and whether they fall into kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.triggers.people.people_fit import (
    fit_people,
    fit_pooled_model,
    gather_people,
    possible_causes,
)
from models.triggers.people.spread_rows import spread_rows
from models.triggers.phenotypes.phenotype_fit import DAY_NUMBER, fit_phenotypes, profile_places
from models.triggers.phenotypes.phenotype_rows import phenotype_rows
from triggerscape.contract.estimates.people import PERSON_SPREAD_ESTIMATE, PHENOTYPE_ESTIMATE

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign


def fit_people_apart(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """The spread of every factor that is no early sign, and the kinds of people by all of them."""
    causes = possible_causes(design.factors)
    if not causes:
        return {}
    codes = [factor.code for factor in causes]
    source = design.onset(codes)
    pooled = fit_pooled_model(source, causes)
    evidence = gather_people(source, pooled)
    places = profile_places(evidence, pooled)
    kinds = fit_phenotypes(design.onset([*codes, DAY_NUMBER]), pooled, places)
    outcome = f"{design.basis}_onset"
    return {
        PERSON_SPREAD_ESTIMATE.name: spread_rows(fit_people(evidence, pooled), outcome),
        PHENOTYPE_ESTIMATE.name: phenotype_rows(kinds, outcome),
    }
