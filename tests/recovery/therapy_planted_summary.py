"""What populations with the demo's truth say: coverage, bias, and the order of three therapies."""

from __future__ import annotations

from typing import Any

import polars as pl

ADJUSTED, CHANGE, BRACKET = "att_aipw", "att_did", "att_bracket"
NO_START, NULL = "no_start", "dry_needling"
ORDER = ("preventive_cgrp_mab", "omt", NULL)
NULL_PAIR = f"{NULL} against selfcare"
DIGITS = 4


def by_side(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per size, kind of comparator and side, over all comparisons and populations.

    ``bias`` weights every comparison by what it knows (1 over its squared standard error), with the
    error of that mean; ``error_ratio`` is 1 where the errors are honest.
    """
    marked = rows.with_columns(against=_kind_of_comparator())
    return (
        marked.group_by("people", "against", "estimand_id")
        .agg(comparisons=pl.len(), populations=pl.col("seed").n_unique(), **_figures())
        .sort("people", "against", "estimand_id")
    )


def by_comparison(rows: pl.DataFrame) -> pl.DataFrame:
    """The adjusted side of each comparison over populations: planted, found, coverage."""
    return (
        rows.filter(estimand_id=ADJUSTED)
        .group_by("people", "code")
        .agg(
            populations=pl.len(),
            n_people=pl.col("n_people").mean(),
            planted=pl.col("planted").mean(),
            own=pl.col("own").mean(),
            estimate=pl.col("estimate").mean(),
            **_figures(),
        )
        .sort("people", "code")
    )


def order(rows: pl.DataFrame) -> dict[str, Any]:
    """Of populations in which all three have an adjusted estimate: how often in the planted order.

    ``against_no_start`` compares their differences against no start; ``against_null`` asks for
    antibody below osteopathy below 0, both against dry needling.
    """
    adjusted = rows.filter(estimand_id=ADJUSTED)
    found: dict[str, Any] = {}
    for name, codes in {
        "against_no_start": [f"{one} against {NO_START}" for one in ORDER],
        "against_null": [f"{one} against {NULL}" for one in ORDER[:2]],
    }.items():
        wide = (
            adjusted.filter(pl.col("code").is_in(codes))
            .pivot("code", index="seed", values="estimate")
            .drop_nulls()
        )
        first, second, third = [pl.col(code) for code in codes] + [pl.lit(0.0)] * (3 - len(codes))
        kept = wide.select(((first < second) & (second < third)).sum()).item()
        means = wide.select(pl.exclude("seed").mean()).row(0, named=True)
        found[name] = {
            "populations": wide.height,
            "in_order": kept,
            "means": {code: round(means[code], DIGITS) for code in codes},
        }
    return found


def null_pair(rows: pl.DataFrame) -> dict[str, Any]:
    """Dry needling against self-care, neither of which does anything: how often 0 is inside."""
    mine = rows.filter(code=NULL_PAIR, estimand_id=ADJUSTED)
    inside = mine.select(pl.lit(0.0).is_between("ci_low", "ci_high").sum()).item()
    return {"populations": mine.height, "inside": inside}


def planted_summary(rows: pl.DataFrame) -> dict[str, Any]:
    """Every figure of the page about planted therapies."""
    return {
        "seeds": rows.group_by("people", maintain_order=True)
        .agg(
            first=pl.col("seed").min(), last=pl.col("seed").max(), number=pl.col("seed").n_unique()
        )
        .to_dicts(),
        "sides": _rounded(by_side(rows)),
        "comparisons": _rounded(by_comparison(rows)),
        "order": {
            str(people): order(rows.filter(people=people))
            for people in rows["people"].unique(maintain_order=True)
        },
        "null_pair": null_pair(rows),
        "supported": _supported(rows),
    }


def _supported(rows: pl.DataFrame) -> dict[str, int]:
    """Verdicts of support: how many, and how many of them for a start that does nothing or harm."""
    called = rows.filter(
        pl.col("estimand_id") == ADJUSTED,
        pl.col("verdict").is_in(["supported", "supported_with_context"]),
    )
    wrong = called.filter(pl.col("planted") * pl.col("estimate") <= 0)
    return {"called": called.height, "wrongly": wrong.height}


def _kind_of_comparator() -> pl.Expr:
    return (
        pl.when(pl.col("code").str.ends_with(f"against {NO_START}"))
        .then(pl.lit("no start"))
        .otherwise(pl.lit("a comparator"))
    )


def _figures() -> dict[str, pl.Expr]:
    error = pl.col("estimate") - pl.col("planted")
    weight = 1 / pl.col("standard_error") ** 2
    return {
        "bias": (error * weight).sum() / weight.sum(),
        "bias_error": weight.sum() ** -0.5,
        "error_ratio": 1 / ((error / pl.col("standard_error")) ** 2).mean().sqrt(),
        "coverage": pl.col("planted").is_between("ci_low", "ci_high").mean(),
    }


def _rounded(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()
