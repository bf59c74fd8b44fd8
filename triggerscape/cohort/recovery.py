"""Planted against recovered: does a release find what the synthetic population holds?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_SHOWN = tuple(
    "kind code planted is_null estimate ci_low ci_high is_inside verdict".split()
)  # is_null: nothing was planted


def planted_against_recovered(
    implied: pl.DataFrame,
    triggers: pl.DataFrame,
    therapies: pl.DataFrame,
    signs: Sequence[str],
) -> pl.DataFrame:
    """One row per estimate a release shows, beside the truth on the same scale.

    ``implied`` is what ``implied_effects`` gives; ``triggers`` and ``therapies`` are the published
    facts. Factors: rate ratio of an attack, within person. Therapies: migraine days per 28 that the
    therapy adds to its comparator, the adjusted side; a group's truth is not planted and is left
    out unless every leaf of it shares one. ``is_inside`` is null where nothing is shown, and for
    ``signs``: an early sign moves with the attack though it does nothing, so that its interval
    misses the truth is as it should be.
    """
    factor_truth = implied.filter(pl.col("kind") == "factor").select(
        "kind", "code", planted="rate_ratio", is_null=pl.col("planted_odds_ratio") == 1
    )
    shown = triggers.filter(pl.col("estimand_id") == "within_person").select(
        "estimate", "ci_low", "ci_high", "verdict", code="trigger_id"
    )
    therapy_truth = implied.filter(pl.col("kind") == "therapy").select("code", "migraine_days")
    compared = therapies.filter(pl.col("estimand_id") == "att_aipw").select(
        "estimate", "ci_low", "ci_high", "verdict", "therapy_id", "comparator_id"
    )
    against = compared.join(therapy_truth, left_on="therapy_id", right_on="code").join(
        therapy_truth, left_on="comparator_id", right_on="code", suffix="_comparator"
    )
    therapy_rows = against.select(
        pl.lit("therapy").alias("kind"),
        code=pl.format("{} against {}", "therapy_id", "comparator_id"),
        planted=pl.col("migraine_days") - pl.col("migraine_days_comparator"),
        is_null=pl.lit(value=None, dtype=pl.Boolean),
        estimate="estimate",
        ci_low="ci_low",
        ci_high="ci_high",
        verdict="verdict",
    )
    factor_rows = factor_truth.join(shown, on="code")
    return (
        pl.concat([factor_rows, therapy_rows], how="diagonal")
        .with_columns(
            is_inside=pl.when(~pl.col("code").is_in(list(signs))).then(
                pl.col("planted").is_between(pl.col("ci_low"), pl.col("ci_high"))
            )
        )
        .select(_SHOWN)
        .sort("kind", "code")
    )
