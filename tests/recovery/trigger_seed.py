"""One seed: a population, its designs, the real analysis and the naive ones, beside the truth."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from trigger_classes import class_of
from trigger_cohort import KeptPopulation, declared_factors, designs_of, keep_population
from trigger_naive import lag_over_rows, pooled_regression, same_day_association

from flows.fits.trigger_design import AT_RISK, TriggerDesign, recorded
from flows.fits.trigger_fits import fit_headline
from triggerscape.cohort.implied.implied_effects import implied_effects
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN

PUBLISHED = "published"
_KEPT = (
    "trigger_id log_rate_ratio standard_error log_ci_low log_ci_high verdict n_people n_days "
    "n_attacks n_sites verdict_rule"
).split()


@dataclass(frozen=True)
class Size:
    """How large a population of one seed is."""

    people: int
    days: int
    sites: int


AS_MEASURED = Size(people=1200, days=168, sites=12)
LOW_POWER = Size(people=120, days=90, sites=5)


def seed_rows(size: Size, seed: int, *, with_naive: bool = True) -> pl.DataFrame:
    """One row per analysis and factor: estimate, verdict, and the truth of this very population.

    ``truth`` is the log of the rate ratio that the planted effects come to in these people.
    """
    population = keep_population(size.people, size.days, size.sites, seed)
    with designs_of(population) as con:
        factors = recorded(con, declared_factors(population), "migraine")
        design = TriggerDesign(con, "migraine", factors)
        at_risk = con.sql(f"SELECT count(*) FROM {ONSET_DESIGN} WHERE {AT_RISK}").fetchall()[0][0]
        estimates = fit_headline(design)["estimates.trigger_effect"]
        found = {
            PUBLISHED: _estimand(estimates, "within_person"),
            "all people at once": _estimand(estimates, "within_person_pooled"),
            "between people": _estimand(estimates, "between_person"),
        }
        if with_naive:
            found |= {
                "naive: same day": same_day_association(estimates),
                "naive: pooled regression": pooled_regression(design),
                "naive: lag over rows": lag_over_rows(con, factors),
            }
    rows = [frame.with_columns(analysis=pl.lit(name)) for name, frame in found.items()]
    return (
        pl.concat(rows, how="diagonal")
        .join(_truth(population), on="trigger_id")
        .with_columns(
            pl.lit(seed).alias("seed"),
            pl.lit(at_risk).alias("at_risk_days"),
            pl.col("trigger_id").map_elements(class_of, pl.String).alias("kind"),
        )
    )


def _estimand(estimates: pl.DataFrame, estimand: str) -> pl.DataFrame:
    rows = estimates.filter(estimand_id=estimand)
    return rows.select(name for name in _KEPT if name in rows.columns)


def _truth(population: KeptPopulation) -> pl.DataFrame:
    factors = implied_effects(population).filter(kind="factor")
    return factors.select(trigger_id="code", truth=pl.col("rate_ratio").log())
