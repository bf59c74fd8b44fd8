"""What many seeds of the four worlds say of one analysis, and which promises it breaks."""

from __future__ import annotations

from typing import Any

import polars as pl
from therapy_naive import NAIVE
from therapy_seed import ADJUSTED, BRACKET, CHANGE
from therapy_world import NULLS

MOST_FALSE = 0.02  # of the seeds of a world without effect may be called supported
LEAST_POWER = 0.95
LEAST_COVERAGE = 0.92
OPEN = ("S1", "S3")  # worlds in which every reason to start is a column
DIGITS = 4
_CELL = ["world", "people", "comparator", "analysis"]


def cells(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per world, size, comparator and analysis, in the order they were drawn.

    ``bias`` with its own standard error over seeds; ``error_ratio`` is the mean standard error over
    the spread of estimates around the truth; ``supported`` in the direction of the truth where
    there is one, ``supported_wrongly`` else; ``away`` the share of intervals without 0.
    """
    error = pl.col("estimate") - pl.col("truth")
    is_right = pl.col("estimate") * pl.col("truth") > 0
    return rows.group_by(_CELL, maintain_order=True).agg(
        seeds=pl.col("seed").n_unique(),
        truth=pl.col("truth").mean(),
        started=pl.col("n_started").mean(),
        compared=pl.col("n_compared").mean(),
        bias=error.mean(),
        bias_error=error.std() / pl.len().sqrt(),
        standard_error=pl.col("standard_error").mean(),
        error_ratio=pl.col("standard_error").mean() / (error**2).mean().sqrt(),
        coverage=_holds_truth().mean(),
        width=(pl.col("ci_high") - pl.col("ci_low")).mean(),
        supported=(pl.col("supported") & is_right).mean(),
        supported_wrongly=(pl.col("supported") & ~is_right).mean(),
        away=((pl.col("ci_low") > 0) | (pl.col("ci_high") < 0)).mean(),
    )


def broken(rows: pl.DataFrame, analysis: str) -> list[str]:
    """The promises one analysis breaks, in words.

    False support in at most 2% of seeds in every world and size where A does nothing, never the
    wrong way elsewhere; power of 95% in S1; and, over both sizes, 92% of intervals that hold the
    truth where every reason to start is known.
    """
    mine = rows.filter(analysis=analysis)
    faults = [
        f"{one['world']} with {one['people']:,} against {one['comparator']}: supported wrongly in "
        f"{one['supported_wrongly']:.1%}"
        for one in cells(mine).iter_rows(named=True)
        if one["supported_wrongly"] > MOST_FALSE
    ]
    faults += [
        f"{one['world']} with {one['people']:,} against {one['comparator']}: power "
        f"{one['supported']:.1%}"
        for one in cells(mine.filter(world="S1")).iter_rows(named=True)
        if one["supported"] < LEAST_POWER
    ]
    held = mine.filter(pl.col("world").is_in(OPEN))
    by_comparator = held.group_by("world", "comparator", maintain_order=True)
    faults += [
        f"{world} against {comparator}: coverage {coverage:.1%}"
        for world, comparator, coverage in by_comparator.agg(_holds_truth().mean()).iter_rows()
        if coverage < LEAST_COVERAGE
    ]
    return faults


def summary(rows: pl.DataFrame) -> dict[str, Any]:
    """Every figure of the page."""
    seeds = rows.group_by("world", "people", maintain_order=True).agg(
        first=pl.col("seed").min(), last=pl.col("seed").max(), number=pl.col("seed").n_unique()
    )
    judged = (BRACKET, ADJUSTED, CHANGE, *NAIVE)
    return {
        "seeds": seeds.to_dicts(),
        "cells": cells(rows).with_columns(pl.selectors.float().round(DIGITS)).to_dicts(),
        "broken": {analysis: broken(rows, analysis) for analysis in judged},
    }


def false_support(rows: pl.DataFrame) -> float:
    """Share of seeds in which the bracket is supported where A does nothing."""
    nulls = rows.filter(pl.col("world").is_in(NULLS), analysis=BRACKET)
    return float(nulls["supported"].mean())


def coverage(rows: pl.DataFrame, analysis: str) -> float:
    """Share of an analysis's intervals that hold the truth."""
    return float(rows.filter(analysis=analysis).select(_holds_truth().mean()).item())


def _holds_truth() -> pl.Expr:
    return pl.col("truth").is_between("ci_low", "ci_high")
