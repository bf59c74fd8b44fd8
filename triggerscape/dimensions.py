"""The published reference tables: what a measure, an estimand, a factor and a therapy mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.factor_columns import FACTOR_TABLES
from triggerscape.meanings.estimands import ESTIMANDS
from triggerscape.meanings.measures import MEASURES
from triggerscape.meanings.words.every import word_tables
from triggerscape.vocabulary import GROUP_LABELS, THERAPIES
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.factors import Factor

# What a therapy may be compared with, though it is none: (code, label, group, how it is given).
_NO_START = (
    NO_START,
    "No start; the response to starting anything is in the difference",
    NO_START,
    "",
)
_NO_COMPARISON = ("none", "Nothing; the row describes a therapy by itself", "none", "")


def dimension_tables(
    factors: Sequence[Factor], profiles: Mapping[str, SiteProfile]
) -> dict[str, pl.DataFrame]:
    """Every pub.dim_* table, by full name."""
    meanings = {column.name: column.meaning for table in FACTOR_TABLES for column in table}
    for site in sorted(profiles):
        meanings |= {extra.factor.code: extra.meaning for extra in profiles[site].extras}
    triggers = [
        (f.code, f.label, f.domain, f.step, f.primary_lag, str(f.claim), meanings[f.code])
        for f in factors
    ]
    groups = [(group, label, group, "") for group, label in GROUP_LABELS.items()]
    leaves = [(t.code, t.label, t.group, t.delivery) for t in THERAPIES if t.code != t.group]
    sites = [(site, profiles[site].entry_basis) for site in sorted(profiles)]
    return {
        "pub.dim_measure": _frame(
            MEASURES, ("measure_id", "label", "unit", "better", "definition")
        ),
        "pub.dim_estimand": _frame(
            ESTIMANDS,
            tuple("estimand_id sentence population contrast method standing assumptions".split()),
        ),
        "pub.dim_site": _frame(sites, ("site_id", "entry_basis")),
        "pub.dim_trigger": _frame(
            triggers, ("trigger_id", "label", "domain", "step", "lag_days", "claim", "definition")
        ),
        "pub.dim_therapy": _frame(
            sorted([*groups, *leaves, _NO_START, _NO_COMPARISON]),
            ("therapy_id", "label", "therapy_group", "delivery"),
        ),
        **word_tables(),
    }


def _frame(rows: Sequence[tuple[object, ...]], names: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=list(names), orient="row")
