"""The Contribution of every published table that counts people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.closed_windows import window_contributions
from triggerscape.disclosure.contributions.contribution import Contribution, Counts
from triggerscape.disclosure.contributions.therapies.tables import therapy_contributions
from triggerscape.disclosure.contributions.triggers.tables import trigger_contributions
from triggerscape.warehouse.statements import read_statements

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb

    from triggerscape.factors import Factor

_SUBGROUP = ("subgroup_kind", "subgroup_level", "window_index")
_SLICE = ("model_id", "validation", "slice_kind", "slice_level")
_OF_TREES = "which fifth or which part a month falls into is told by the forecast of it"
_NEWEST = "a row counts the people of the newest window; all windows stand behind it"
_SAMPLED = "above the most rows a forecast learns from, a sample of people is taken"
_WRITTEN = (
    ("burden_site_window", ("site_id", "window_kind", "window_index", "measure_id"), ""),
    ("burden_subgroup", (*_SUBGROUP, "measure_id"), ""),
    ("chronic_share", _SUBGROUP, ""),
    ("data_quality", ("site_id",), ""),
    ("population", ("scope_id", "sex", "age_band"), ""),
    ("therapy_use", ("scope_id", "use_id"), ""),
    ("perceived_trigger", ("perceived_id", "outcome_id", "measure_id"), ""),
    ("model_version", ("model_id",), _SAMPLED),
    ("model_drift", ("model_id",), _NEWEST),
    ("model_influence", ("model_id",), _OF_TREES),
    ("model_metric", _SLICE, _OF_TREES),
    ("model_calibration", _SLICE, _OF_TREES),
)
_SHARED = {"model_metric": "model_slice", "model_calibration": "model_slice"}


def contributions(
    con: duckdb.DuckDBPyConnection, factors: Sequence[Factor], last_day: dt.date | None
) -> dict[str, Contribution]:
    """By published table; ``con`` has the tables of the research copy, estimates.*, reference.*.

    ``factors`` are those of the run; ``last_day`` is the last day on record, or the day a release
    is as of, None where no diary has calendar dates. Makes temporary tables in the connection.
    """
    written = {
        statement.name.removeprefix("contributions."): statement
        for statement in read_statements("contributions")
    }
    found = [
        Contribution(
            f"pub.{table}",
            written[_SHARED.get(table, table)].sql,
            keys,
            Counts.AT_LEAST if why else Counts.EXACTLY,
            why,
        )
        for table, keys, why in _WRITTEN
    ]
    found += trigger_contributions(con, factors)
    found += therapy_contributions(con, written)
    if last_day is not None:
        found += window_contributions(last_day)
    return {one.table: one for one in found}
