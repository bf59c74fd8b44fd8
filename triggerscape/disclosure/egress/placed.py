"""Rows of published tables as places of cells: which counts of people a row prints, of whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.egress.cell_names import (
    CELL,
    COUNT,
    DAY,
    NAME,
    PART,
    ROW,
    SITE,
    WHOLE,
    cell_column,
)
from triggerscape.disclosure.egress.reader.relations import cells_alike
from triggerscape.disclosure.egress.sites import site_of_row
from triggerscape.disclosure.rule import person_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.disclosure.cells.system import IntArray
    from triggerscape.disclosure.egress.spec import Egress

__all__ = ["AT", "CELL", "COUNT", "NAME", "OWN_NAME", "ROW", "SITE", "Placed", "place_cells"]

OWN_NAME, AT, _GROUP = "own_name", "at", "group"
_AS_OF = "as_of_date"
_LINE = {
    "table": pl.String,
    ROW: pl.Int64,
    AT: pl.Int64,
    "of": pl.String,
    OWN_NAME: pl.String,
    DAY: pl.String,
    SITE: pl.String,
    "status": pl.String,
    COUNT: pl.Int64,
}


@dataclass(frozen=True)
class Placed:
    """The cells of some tables: one for every group of people that a row counts.

    ``tables`` holds by table its rows, in their order: the keys as text, ``row``, numbered over all
    tables, ``site``, ``day``, empty for today and else the earlier as-of date of a row carried
    over, and for each count of people ``cell:<count>``: a number for every group its keys name.
    ``cell_of`` gives for that number the cell. ``cells`` has a line per count of a row, by
    ``cell``: its ``table``, ``row``, its place ``at`` in the table, ``site``, ``status``, ``count``
    as it stands there, and ``name``. Groups that are the only part of a whole are the whole, and go
    by its name; what they are called by themselves is ``own_name``. Rows of different days share
    no cell.
    """

    tables: dict[str, pl.DataFrame]
    cell_of: IntArray
    cells: pl.DataFrame

    @property
    def names(self) -> pl.Series:
        """The names of the cells, by number."""
        return self.cells.unique(CELL, keep="first").sort(CELL)[NAME]


def place_cells(frames: Mapping[str, pl.DataFrame], today: date | None = None) -> Placed:
    """The cells of all tables that count people, in the order of the tables and their rows.

    ``today`` is the as-of date that is not said of a row; else it is the latest of all tables.
    """
    newest = today or _newest(frames)
    lines: list[pl.DataFrame] = []
    rows_before = 0
    for table in sorted(frames):
        egress, frame = egress_of(table), frames[table]
        if not person_counts(egress.table):
            continue
        dated = frame.with_columns(_day(frame, newest))
        lines += [_lines(egress, dated, name, rows_before) for name in person_counts(egress.table)]
        rows_before += frame.height
    told = pl.concat([pl.DataFrame(schema=_LINE), *lines])
    # Numbered as they first occur: no number hangs on a hash.
    groups = told.select(OWN_NAME).unique(maintain_order=True).with_row_index(_GROUP)
    grouped = told.join(groups, on=OWN_NAME, maintain_order="left")
    tables = _with_groups(frames, grouped.with_columns(pl.col(_GROUP).cast(pl.Int64)))
    cell_of, names = _cells_of_groups(groups[OWN_NAME].to_list(), cells_alike(tables))
    group = grouped[_GROUP].to_numpy()
    cells = grouped.drop(_GROUP).with_columns(
        pl.Series(CELL, cell_of[group], dtype=pl.Int64),
        pl.Series(NAME, [names[cell] for cell in cell_of[group].tolist()], dtype=pl.String),
    )
    return Placed(tables, cell_of, cells)


def _cells_of_groups(names: list[str], alike: pl.DataFrame) -> tuple[IntArray, list[str]]:
    """The cell of each group (g), and the cells' names: that of the whole, else the first by name.

    ``alike`` has pairs of groups that are the same people.
    """
    n = len(names)
    part, whole = alike[PART].to_numpy(), alike[WHOLE].to_numpy()
    beside = coo_array((np.ones(part.size), (part, whole)), shape=(n, n))
    _, label = connected_components(csr_array(beside), directed=False)
    _, first, found = np.unique(label, return_index=True, return_inverse=True)
    cell_of = np.argsort(np.argsort(first))[found].astype(np.int64)
    is_part = np.zeros(n, dtype=np.bool_)
    is_part[part] = True
    order = sorted(range(n), key=lambda group: (bool(is_part[group]), names[group]))
    chosen: dict[int, str] = {}
    for group in order:
        chosen.setdefault(int(cell_of[group]), names[group])
    return cell_of, [chosen[cell] for cell in range(len(chosen))]


def _lines(egress: Egress, frame: pl.DataFrame, count: str, rows_before: int) -> pl.DataFrame:
    told = [key for key in egress.table.key if key not in egress.regardless_of.get(count, ())]
    words = [pl.format(f"{key}={{}}", pl.col(key).cast(pl.String)) for key in told]
    return frame.select(
        pl.lit(egress.table.name).alias("table"),
        (pl.int_range(pl.len(), dtype=pl.Int64) + rows_before).alias(ROW),
        pl.int_range(pl.len(), dtype=pl.Int64).alias(AT),
        pl.lit(count).alias("of"),
        pl.concat_str(
            [pl.lit(egress.table.name), *words, _as_of(), pl.lit(count)],
            separator=" ",
            ignore_nulls=True,
        ).alias(OWN_NAME),
        DAY,
        site_of_row(egress).alias(SITE),
        pl.col("status").cast(pl.String),
        pl.col(count).cast(pl.Int64).alias(COUNT),
    )


def _with_groups(
    frames: Mapping[str, pl.DataFrame], cells: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    tables = {}
    for (table,), of_table in cells.group_by("table", maintain_order=True):
        egress, name = egress_of(str(table)), str(table)
        keys = [pl.col(key).cast(pl.String) for key in egress.table.key]
        counts = person_counts(egress.table)
        first = of_table.filter(pl.col("of") == counts[0])
        tables[name] = (
            frames[name]
            .select(keys)
            .with_columns(
                first[ROW],
                first[SITE],
                first[DAY],
                *(of_table.filter(pl.col("of") == c)[_GROUP].alias(cell_column(c)) for c in counts),
            )
        )
    return tables


def _newest(frames: Mapping[str, pl.DataFrame]) -> date | None:
    dates = [frame[_AS_OF].max() for frame in frames.values() if _AS_OF in frame.columns]
    return max((day for day in dates if isinstance(day, date)), default=None)


def _day(frame: pl.DataFrame, today: date | None) -> pl.Expr:
    if _AS_OF not in frame.columns or today is None:
        return pl.lit("").alias(DAY)
    earlier = (pl.col(_AS_OF) != today).fill_null(value=False)
    return pl.when(earlier).then(pl.col(_AS_OF).cast(pl.String)).otherwise(pl.lit("")).alias(DAY)


def _as_of() -> pl.Expr:
    return pl.when(pl.col(DAY) != "").then(pl.format("as_of={}", DAY))
