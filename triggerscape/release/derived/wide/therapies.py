"""The wide table of therapies: what each fact says of a comparison, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.releases.references import DIM_THERAPY
from triggerscape.contract.releases.therapies import THERAPY_DIAGNOSTIC, THERAPY_EFFECT
from triggerscape.contract.releases.value import THERAPY_VALUE
from triggerscape.contract.releases.wide_therapies import (
    COST,
    THERAPY_COPIES,
    WIDE_THERAPY_SUMMARY,
)
from triggerscape.release.derived.language import Derived
from triggerscape.release.derived.wide.copies import with_copies

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAIR = ("therapy_id", "comparator_id")
_NO_START = "no_start"


def therapy_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per therapy and comparator of therapy_effect, by both."""
    pairs = tables[THERAPY_EFFECT.name].select(_PAIR).unique().sort(_PAIR)
    rows = with_copies(_named(pairs, tables[DIM_THERAPY.name]), THERAPY_COPIES, tables)
    rows = rows.join(_checks(tables[THERAPY_DIAGNOSTIC.name]), on=_PAIR, how="left")
    rows = rows.join(_currencies(tables[THERAPY_VALUE.name]), on="therapy_id", how="left")
    return with_copies(_ranked(rows), (COST,), tables).sort(_PAIR)


def _named(pairs: pl.DataFrame, therapies: pl.DataFrame) -> pl.DataFrame:
    words = therapies.select("therapy_id", "label", "therapy_group")
    other = therapies.select(
        pl.col("therapy_id").alias("comparator_id"), pl.col("label").alias("comparator_label")
    )
    return pairs.join(words, on="therapy_id", how="left").join(
        other, on="comparator_id", how="left"
    )


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Active comparators of each therapy by overlap, then people, then name."""
    ranks = (
        rows.filter(pl.col("comparator_id") != _NO_START, mmd_difference_status="ok")
        .sort(
            "therapy_id",
            "mmd_difference_overlap_share",
            "mmd_difference_n_comparator",
            "comparator_id",
            descending=[False, True, True, False],
        )
        .select(
            *_PAIR,
            pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
            .over("therapy_id")
            .alias("comparator_rank"),
        )
    )
    return rows.join(ranks, on=_PAIR, how="left")


def _checks(checks: pl.DataFrame) -> pl.DataFrame:
    """How many checks decide, of those with a number to print, and how many are met."""
    return (
        checks.filter(pl.col("decides") & pl.col("is_met").is_not_null())
        .group_by(_PAIR)
        .agg(
            pl.len().cast(pl.Int32).alias("checks_deciding"),
            pl.col("is_met").sum().cast(pl.Int32).alias("checks_met"),
        )
    )


def _currencies(values: pl.DataFrame) -> pl.DataFrame:
    return (
        values.filter(**dict(COST.where))
        .sort(
            "therapy_id",
            pl.col("status") != "ok",
            -pl.col("n_people"),
            "currency",
            nulls_last=True,
        )
        .group_by("therapy_id", maintain_order=True)
        .agg(pl.col("currency").first().alias("cost_currency"))
    )


WIDE_THERAPIES = Derived(
    WIDE_THERAPY_SUMMARY,
    tuple(
        sorted(
            {
                DIM_THERAPY.name,
                THERAPY_DIAGNOSTIC.name,
                COST.fact.name,
                *(copy.fact.name for copy in THERAPY_COPIES),
            }
        )
    ),
    therapy_rows,
)
