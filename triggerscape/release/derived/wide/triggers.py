"""The wide table of factors: what each fact says of a factor, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.releases.references import DIM_TRIGGER
from triggerscape.contract.releases.shapes import DOSE_RESPONSE
from triggerscape.contract.releases.triggers import TRIGGER_SITE
from triggerscape.contract.releases.wide_triggers import (
    ONSET,
    TRIGGER_COPIES,
    WIDE_TRIGGER_SUMMARY,
)
from triggerscape.doses import MADE_OF_IT
from triggerscape.release.derived.language import Derived
from triggerscape.release.derived.wide.copies import with_copies

if TYPE_CHECKING:
    from collections.abc import Mapping


def trigger_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per factor of dim_trigger, by its code."""
    factors = tables[DIM_TRIGGER.name].select("trigger_id", "label", "domain", "claim")
    rows = with_copies(factors.sort("trigger_id"), TRIGGER_COPIES, tables)
    return (
        rows.join(_sites(tables[TRIGGER_SITE.name], rows), on="trigger_id", how="left")
        .join(_shapes(tables[DOSE_RESPONSE.name]), on="trigger_id", how="left")
        .sort("trigger_id")
    )


def _sites(sites: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """How many sites are shown, and how many of them lie on the side of the whole."""
    shown = sites.filter(status="ok", outcome_id=ONSET, measure_id="rate_ratio")
    beside = rows.select("trigger_id", "within_person").join(shown, on="trigger_id", how="left")
    is_shown = pl.col("estimate").is_not_null()
    agrees = (pl.col("estimate") - 1) * (pl.col("within_person") - 1) > 0
    return beside.group_by("trigger_id").agg(
        is_shown.sum().cast(pl.Int32).alias("sites_shown"),
        pl.when(pl.col("within_person").first().is_not_null())
        .then((is_shown & agrees).sum())
        .cast(pl.Int32)
        .alias("sites_agreeing"),
    )


def _shapes(doses: pl.DataFrame) -> pl.DataFrame:
    """The dose made of the same answer as a factor, and its shape, where one is printed."""
    made = [(factor, dose) for dose, factors in MADE_OF_IT.items() for factor in factors]
    names = pl.DataFrame(made, schema=["trigger_id", "dose_id"], orient="row")
    shapes = (
        doses.filter(pl.col("shape").is_not_null(), outcome_id=ONSET)
        .group_by("dose_id")
        .agg(pl.col("shape").min().alias("dose_shape"))  # every row of a dose says the same
    )
    return names.join(shapes, on="dose_id", how="left")


WIDE_TRIGGERS = Derived(
    WIDE_TRIGGER_SUMMARY,
    tuple(
        sorted(
            {
                DIM_TRIGGER.name,
                TRIGGER_SITE.name,
                DOSE_RESPONSE.name,
                *(copy.fact.name for copy in TRIGGER_COPIES),
            }
        )
    ),
    trigger_rows,
)
