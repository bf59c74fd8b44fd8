"""Names of headline rows for people: the site and window, the factor, the two therapies."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.changes.headlines import HEADLINES
from triggerscape.release.page.wording import Row, day

Tables = Mapping[str, pl.DataFrame]


def row_names(tables: Tables) -> dict[tuple[str, str], str]:
    """Names by table and ``row_id`` of ``pub.release_change``; a row that is gone has none."""
    labels = {
        **_labels(tables["pub.dim_trigger"], "trigger_id"),
        **_labels(tables["pub.dim_therapy"], "therapy_id"),
    }
    names: dict[tuple[str, str], str] = {}
    for headline in HEADLINES:
        keys = [name for name in headline.table.key if name != "measure_id"]
        rows = tables[headline.table.name]
        for row in rows.unique(keys, keep="first", maintain_order=True).iter_rows(named=True):
            row_id = ", ".join(str(row[name]) for name in keys)
            names[headline.table.name, row_id] = _name(row, labels)
    return names


def _name(row: Row, labels: Mapping[str, str]) -> str:
    if "site_id" in row:
        start = row["window_start"]
        when = f"28 days from {day(start)}" if start else f"personal window {row['window_index']}"
        return f"{row['site_id']}, {when}"
    if "trigger_id" in row:
        return labels.get(row["trigger_id"], row["trigger_id"])
    pair = (row["therapy_id"], row["comparator_id"])
    return " against ".join(labels.get(code, code) for code in pair)


def _labels(dim: pl.DataFrame, key: str) -> dict[str, str]:
    return {code: label or code for code, label in dim.select(key, "label").iter_rows()}
