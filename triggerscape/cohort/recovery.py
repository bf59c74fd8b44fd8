"""Planted against recovered: does a release find what the synthetic population holds?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

_NOTHING = 1e-9  # migraine days
_SHOWN = tuple(
    "kind code planted own is_null estimate ci_low ci_high is_inside verdict".split()
)  # is_null: nothing was planted


def planted_against_recovered(
    implied: pl.DataFrame,
    triggers: pl.DataFrame,
    therapies: pl.DataFrame,
    signs: Sequence[str],
) -> pl.DataFrame:
    """One row per estimate a release shows, beside the truth on the same scale.

    ``implied`` is what ``implied_effects`` gives; ``triggers`` and ``therapies`` are the published
    facts. Factors: rate ratio of an attack, within person. Therapies: one row per comparison, in
    migraine days per 28 by the adjusted side; see ``planted_comparisons``. ``is_inside`` is null
    where nothing is shown, and for ``signs``: an early sign moves with the attack though it does
    nothing, so that its interval misses the truth is as it should be.
    """
    factor_truth = implied.filter(pl.col("kind") == "factor").select(
        "kind", "code", planted="rate_ratio", is_null=pl.col("planted_odds_ratio") == 1
    )
    shown = triggers.filter(pl.col("estimand_id") == "within_person").select(
        "estimate", "ci_low", "ci_high", "verdict", code="trigger_id"
    )
    compared = therapies.filter(
        pl.col("estimand_id") == "att_aipw", pl.col("measure_id") == "mmd_difference"
    ).select("estimate", "ci_low", "ci_high", "verdict", "therapy_id", "comparator_id")
    rows = [factor_truth.join(shown, on="code"), planted_comparisons(implied, compared)]
    return (
        pl.concat(rows, how="diagonal")
        .with_columns(
            is_inside=pl.when(~pl.col("code").is_in(list(signs))).then(
                pl.col("planted").is_between(pl.col("ci_low"), pl.col("ci_high"))
            )
        )
        .select(_SHOWN)
        .sort("kind", "code")
    )


def planted_comparisons(implied: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """The comparisons whose truth is known, with what was planted in migraine days per 28.

    ``planted``: against no start, what starting the therapy came to, its own effect and the
    response to starting anything; against a comparator, that less what starting the comparator came
    to. So the response cancels only as far as both courses last alike. ``own`` is the same of own
    effects alone, and ``is_null`` where those are 0. Each among its own starters, those whom a
    trial could take in.
    """
    truth = implied.filter(pl.col("kind") == "therapy").select(
        "code",
        own=pl.coalesce("eligible_migraine_days", "migraine_days").cast(pl.Float64),
        start=pl.coalesce("eligible_start_days", "start_days").cast(pl.Float64),
    )
    nothing = pl.DataFrame({"code": [NO_START], "own": [0.0], "start": [0.0]})
    comparators = pl.concat([truth, nothing])
    own = pl.col("own") - pl.col("own_comparator")
    return (
        compared.join(truth, left_on="therapy_id", right_on="code")
        .join(comparators, left_on="comparator_id", right_on="code", suffix="_comparator")
        .select(
            pl.exclude("therapy_id", "comparator_id", "^(own|start).*$"),
            kind=pl.lit("therapy"),
            code=pl.format("{} against {}", "therapy_id", "comparator_id"),
            planted=pl.col("start") - pl.col("start_comparator"),
            own=own,
            is_null=own.abs() < _NOTHING,
        )
    )
