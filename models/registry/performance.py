"""How good a version is, by slice, from what a run estimated: the figures of its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from models.registry.model_card import Performance
from triggerscape.contract.estimates.audit import TRIGGER_AUDIT_ESTIMATE
from triggerscape.disclosure.rule import Rule


def trigger_performance(
    frames: Mapping[str, Sequence[pl.DataFrame]], controls: Sequence[str], rule: Rule
) -> list[Performance]:
    """Shares of factors estimated and of controls silent; whether a second calculation agrees."""
    found = []
    for table, slice_kind, level in (
        ("estimates.trigger_effect", "estimand", "estimand_id"),
        ("estimates.trigger_site", "site", "site_code"),
    ):
        rows = _enough(frames.get(table, ()), rule)
        if rows.is_empty():
            continue
        silent = ~((pl.col("log_ci_low") > 0) | (pl.col("log_ci_high") < 0))
        is_control = pl.col("trigger_id").is_in(list(controls))
        shares = rows.group_by(level).agg(
            (pl.col("status") == "estimated").mean().alias("share_of_factors_estimated"),
            silent.filter(is_control & (pl.col("status") == "estimated"))
            .mean()
            .alias("share_of_negative_controls_silent"),
        )
        found += _long(shares.sort(level), slice_kind, level)
    audited = _enough(frames.get(TRIGGER_AUDIT_ESTIMATE.name, ()), rule)
    if not audited.is_empty():
        agreed = audited.group_by("outcome_id").agg(
            pl.col("is_agreed").all().cast(pl.Float64).alias("second_calculation_agrees")
        )
        found += _long(agreed.sort("outcome_id"), "outcome", "outcome_id")
    return found


def therapy_performance(
    frames: Mapping[str, Sequence[pl.DataFrame]], rule: Rule
) -> list[Performance]:
    """By comparison how many starters have people like them, and how alike both arms are made."""
    rows = _enough(frames.get("estimates.therapy_effect", ()), rule)
    if rows.is_empty():
        return []
    pair = (pl.col("therapy_id") + " against " + pl.col("comparator_id")).alias("pair")
    best = rows.with_columns(pair).group_by("pair")
    shares = best.agg(pl.col("overlap_share").min(), pl.col("largest_imbalance").max())
    return _long(shares.sort("pair"), "comparison", "pair")


def forecast_performance(
    frames: Mapping[str, Sequence[pl.DataFrame]], rule: Rule
) -> list[Performance]:
    """Every figure of skill, coverage and calibration, by how it was validated and by slice."""
    rows = _enough(frames.get("estimates.model_metric", ()), rule)
    if rows.is_empty():
        return []
    names = "validation slice_kind slice_level measure_id baseline value ci_low ci_high".split()
    told = rows.filter(pl.col("status") == "estimated").select(names).sort(names[:5])
    return [
        Performance(
            f"{row['validation']}, {row['slice_kind']}",
            row["slice_level"],
            row["measure_id"]
            if row["baseline"] == "none"
            else f"{row['measure_id']} against {row['baseline']}",
            *(_three_digits(row[name]) for name in ("value", "ci_low", "ci_high")),
        )
        for row in told.iter_rows(named=True)
    ]


def _enough(frames: Sequence[pl.DataFrame], rule: Rule) -> pl.DataFrame:
    """Rows of enough people: a figure of few would tell of them."""
    some = [frame for frame in frames if not frame.is_empty()]
    if not some:
        return pl.DataFrame()
    rows = pl.concat(some, how="diagonal_relaxed")
    return rows.filter((pl.col("n_people") == 0) | (pl.col("n_people") >= rule.threshold))


def _long(shares: pl.DataFrame, slice_kind: str, level: str) -> list[Performance]:
    return [
        Performance(slice_kind, row[level], measure, _three_digits(value))
        for row in shares.iter_rows(named=True)
        for measure, value in row.items()
        if measure != level
    ]


def _three_digits(value: float | None) -> float | None:
    """A figure as a card prints it: more digits of a mean would tell how many people it is of."""
    return None if value is None else float(f"{value:.3g}")
