"""One population with the demo's truth: what is published of therapies, beside what is planted."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from therapy_cohort import opened_trials
from trigger_cohort import KeptPopulation, keep_population

from flows.fits.comparisons import fit_comparisons
from triggerscape.cohort.implied.implied_effects import implied_effects
from triggerscape.cohort.recovery import planted_comparisons
from triggerscape.contract.estimates.therapies import THERAPY_ESTIMATE

# Beside the declared pairs: a therapy that does nothing against another that does nothing, and the
# two that the order is asked of against it.
FURTHER_PAIRS = [
    ["dry_needling", "selfcare"],
    ["preventive_cgrp_mab", "dry_needling"],
    ["preventive_beta_blocker", "dry_needling"],
]
_KEPT = (
    "therapy_id comparator_id estimand_id standard_error ci_low ci_high verdict n_people "
    "n_comparator n_sites"
).split()


def draw_population(people: int, seed: int) -> KeptPopulation:
    """As large as asked for, over the sites and days of the demo."""
    return keep_population(people, days=392, sites=12, seed=seed)


def planted_rows(people: int, seed: int) -> pl.DataFrame:
    """One row per comparison and side that could be estimated, in migraine days per 28.

    ``planted`` and ``own`` as ``planted_comparisons`` gives them for these very people.
    """
    population = draw_population(people, seed)
    with opened_trials(population) as trials:
        more = replace(trials, comparisons=[*trials.comparisons, *FURTHER_PAIRS])
        estimates = fit_comparisons(more)[THERAPY_ESTIMATE.name]
    shown = estimates.filter(measure_id="mmd_difference", status="estimated").select(
        *_KEPT, estimate="difference"
    )
    truth = planted_comparisons(implied_effects(population), shown)
    return truth.with_columns(seed=pl.lit(seed), people=pl.lit(people))
