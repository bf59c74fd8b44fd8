"""One synthetic population through the whole pipeline, and what it found beside the truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.implied.implied_effects import implied_effects
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.workspace import Workspace


@dataclass(frozen=True)
class Found:
    """``triggers``: one row per factor, its estimates beside the implied truth in standard errors.

    ``z`` is (log rate ratio found - log rate ratio implied) / standard error.
    """

    triggers: pl.DataFrame
    therapies: pl.DataFrame

    def of(self, code: str) -> dict[str, object]:
        return self.triggers.row(by_predicate=pl.col("trigger_id") == code, named=True)


def run_pipeline(home: Path, *, people: int, days: int, sites: int, seed: int) -> Found:
    workspace = Workspace(home)
    workspace.create()
    population = make_population(people, days, sites, seed, default_truth())
    write_deliveries(population, home)
    implied = implied_effects(population).select("kind", "code", "rate_ratio", "migraine_days")
    run = open_run(workspace)
    run_plainly(run, last="train")
    with run.open_build() as con:
        estimates = con.sql("FROM estimates.trigger_effect").pl()
        therapies = con.sql("FROM estimates.therapy_effect").pl()
    within = estimates.filter(
        pl.col("estimand_id") == "within_person", pl.col("outcome_id") == "migraine_onset"
    )
    between = estimates.filter(pl.col("estimand_id") == "between_person").select(
        "trigger_id",
        between="log_rate_ratio",
        between_low="log_ci_low",
        between_high="log_ci_high",
    )
    triggers = within.join(
        implied.filter(pl.col("kind") == "factor"), left_on="trigger_id", right_on="code"
    ).join(between, on="trigger_id")
    deviation = pl.col("log_rate_ratio") - pl.col("rate_ratio").log()
    return Found(triggers.with_columns(z=deviation / pl.col("standard_error")), therapies)
