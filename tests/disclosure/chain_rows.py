"""Rows of two made-up published tables: one of the whole study, one of closed windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period
from triggerscape.disclosure.rule import Rule

RULE = Rule(threshold=11, rounding_base=5)
STUDY = Table(
    name="pub.study",
    grain="one row per site",
    key=("site_id", "group_id"),
    columns=(*FIRST, key("site_id", "Site"), key("group_id", "Group"), *estimate(decimals=2)),
)
WINDOWS = Table(
    name="pub.windows",
    grain="one row per site and window",
    key=("site_id", "window_id"),
    columns=(*FIRST, key("site_id", "Site"), key("window_id", "Window, or all"), *estimate(2)),
)
STUDY_EGRESS = Egress(STUDY, STUDY.key, Period.STUDY, site_column="site_id")
PARTS_EGRESS = Egress(STUDY, STUDY.key, Period.STUDY, parts=(Parts("group_id", Adds.EXACTLY),))
WINDOWS_EGRESS = Egress(
    WINDOWS,
    WINDOWS.key,
    Period.CLOSED,
    period_column="window_id",
    study_values=frozenset({"all"}),
    window_column="window_id",
)
EGRESS = {STUDY.name: STUDY_EGRESS, WINDOWS.name: WINDOWS_EGRESS}
# Windows of 28 days on the grid that begins on 2000-01-03.
W1, W2, W3 = "2026-01-26", "2026-02-23", "2026-03-23"
THROUGH_W1, THROUGH_W2, THROUGH_W3 = date(2026, 2, 22), date(2026, 3, 22), date(2026, 4, 19)
NEXT = Batch(closed_through=THROUGH_W2, before_through=THROUGH_W1)
RESTATING = Batch(closed_through=THROUGH_W2, before_through=THROUGH_W1, is_restating=True)

Row = tuple[str, str, int | None, float | None]
_NUMBERS = {"estimate": pl.Float64, "ci_low": pl.Float64, "ci_high": pl.Float64}
_KINDS = {**_NUMBERS, "n_people": pl.Int64, "n_days": pl.Int64, "n_sites": pl.Int64}


def rows(table: Table, given: Iterable[Row], as_of: date | None = None) -> pl.DataFrame:
    """Published rows: the two keys, people (None: hidden) and estimate; of a release if dated."""
    made: list[dict[str, Any]] = []
    for first, second, people, value in given:
        hidden = {"estimate": None, "n_people": None, "n_days": None, "status": "c"}
        shown = {"estimate": value, "n_people": people, "n_days": 1000, "status": "ok"}
        made.append(
            {table.key[0]: first, table.key[1]: second, "measure_id": "mmd_mean", "n_sites": 3}
            | {"ci_low": None, "ci_high": None}
            | (hidden if people is None else shown)
        )
    names = [name for name in table.column_names if name not in {"release_id", "as_of_date"}]
    kinds = {name: _KINDS.get(name, pl.String) for name in names}
    frame = pl.DataFrame(made, schema=kinds)
    if as_of is None:
        return frame
    stamps = {"release_id": pl.lit(f"{as_of}.1"), "as_of_date": pl.lit(as_of)}
    return frame.with_columns(v.alias(n) for n, v in stamps.items()).select(table.column_names)


def changes(table: Table, given: Sequence[tuple[str, str, int, bool]]) -> pl.DataFrame:
    """Changed people against the newest release: the two keys, how many, is that exact."""
    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(table.key, pl.String)
    kinds |= {"changed": pl.Int64, "is_exact": pl.Boolean}
    return pl.DataFrame(given, schema=kinds, orient="row").with_columns(is_newest=pl.lit(True))
