"""What hundreds of seeds say together: bias, coverage, what is called what, and what is broken."""

from __future__ import annotations

from typing import Any

import polars as pl
from trigger_classes import CALLED, NULLS, SIGNS
from trigger_seed import PUBLISHED

LEAST_COVERAGE = 0.92
MOST_FALSE = 0.10
MOST_BIAS = 0.03  # on the log scale; less than a third of the smallest planted effect
ERRORS_ALLOWED = 3.3  # of a mean over seeds: one in a thousand

_DEVIATION = pl.col("log_rate_ratio") - pl.col("truth")
_COVERS = pl.col("truth").is_between(pl.col("log_ci_low"), pl.col("log_ci_high"))
_CALLED = pl.col("verdict").is_in(CALLED)
_RIGHT = (
    pl.when(pl.col("trigger_id").is_in(NULLS))
    .then(pl.lit("no call is right"))
    .when(pl.col("truth") > 0)
    .then(pl.lit("trigger"))
    .otherwise(pl.lit("protective"))
)


def by_factor(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per analysis and factor: over its seeds, the mean truth and what was made of it.

    ``bias`` is the mean of estimate minus truth of the same seed, ``bias_error`` its standard
    error; ``error_ratio`` the mean reported standard error over the spread of these deviations.
    """
    known = rows.filter(pl.col("log_rate_ratio").is_not_null())
    return _summed(known, "analysis", "kind", "trigger_id")


def by_class(rows: pl.DataFrame) -> pl.DataFrame:
    """The same per class of factors, with all its factors and seeds together."""
    known = rows.filter(pl.col("log_rate_ratio").is_not_null())
    return _summed(known, "analysis", "kind")


def _summed(known: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return (
        known.group_by(keys, maintain_order=True)
        .agg(
            n=pl.len(),
            truth=pl.col("truth").mean(),
            bias=_DEVIATION.mean(),
            bias_error=_DEVIATION.std() / pl.len().sqrt(),
            error_ratio=pl.col("standard_error").mean() / _DEVIATION.std(),
            coverage=_COVERS.mean(),
            called_right=(pl.col("verdict") == _RIGHT).mean(),
            called_wrong=(_CALLED & (pl.col("verdict") != _RIGHT)).mean(),
            early_sign=(pl.col("verdict") == "early_sign_or_trigger").mean(),
            reactive=(pl.col("verdict") == "reactive").mean(),
            insufficient=(pl.col("verdict") == "insufficient_data").mean(),
            control_failed=(pl.col("verdict") == "negative_control_failed").mean(),
        )
        .sort(keys)
    )


def discoveries(rows: pl.DataFrame, analysis: str) -> dict[str, float]:
    """How often a null is among what one analysis calls trigger or protective.

    ``false_share`` is the mean over seeds of false calls in all calls (0 where none is made);
    ``false_of_all`` that of all seeds together; ``signs_called`` counts early signs among the calls
    that are not.
    """
    called = rows.filter(pl.col("analysis") == analysis, _CALLED)
    causes = called.filter(~pl.col("trigger_id").is_in(SIGNS))
    is_false = pl.col("trigger_id").is_in(NULLS)
    seeds = rows.filter(analysis=analysis)["seed"].n_unique()
    shares = causes.group_by("seed").agg(share=is_false.mean())["share"]
    return {
        "seeds": seeds,
        "called": causes.height,
        "false": causes.filter(is_false).height,
        "false_share": float(shares.sum()) / seeds,
        "signs_called": called.height - causes.height,
    }


def broken(rows: pl.DataFrame, analysis: str) -> list[str]:
    """Which promises an analysis breaks, in words; empty where it keeps them all."""
    mine = rows.filter(pl.col("analysis") == analysis, ~pl.col("trigger_id").is_in(SIGNS))
    faults = [
        f"{one['kind']}: intervals hold the truth in {one['coverage']:.1%}"
        for one in by_class(mine).iter_rows(named=True)
        if one["coverage"] < LEAST_COVERAGE
    ]
    faults += [
        f"{one['trigger_id']}: off by {one['bias']:+.3f}"
        for one in by_factor(mine).iter_rows(named=True)
        if _is_off(one)
    ]
    found = discoveries(rows, analysis)
    if found["false_share"] > MOST_FALSE:
        faults.append(f"{found['false_share']:.1%} of what it calls does nothing")
    if found["signs_called"]:
        faults.append(f"{found['signs_called']:.0f} early signs called trigger or protective")
    return faults


def _is_off(one: dict[str, Any]) -> bool:
    off = abs(one["bias"])
    return off > MOST_BIAS and off > ERRORS_ALLOWED * one["bias_error"]


def contrast(rows: pl.DataFrame, code: str) -> dict[str, float]:
    """Over seeds: how often nothing is shown within people, a difference between, and a flag set.

    Only for a factor that does nothing, and yet goes with the burden people have.
    """
    mine = rows.filter(trigger_id=code)
    within = mine.filter(analysis=PUBLISHED)
    between = mine.filter(analysis="between people")
    excludes = (pl.col("log_ci_low") > 0) | (pl.col("log_ci_high") < 0)
    return {
        "nothing_within": within.select((~excludes).mean()).item(),
        "between": between["log_rate_ratio"].mean(),
        "differs_between": between.select(excludes.mean()).item(),
        "flagged": between.select(
            pl.col("verdict_rule").str.contains("it disagrees with the same person").mean()
        ).item(),
    }
