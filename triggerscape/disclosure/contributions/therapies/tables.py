"""The Contribution of every published table of therapies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.contribution import Contribution, Counts
from triggerscape.disclosure.contributions.therapies.comparisons import (
    combination_sql,
    diagnostic_sql,
    effect_sql,
    event_time_sql,
)
from triggerscape.disclosure.contributions.therapies.starters import (
    dose_sql,
    technique_sql,
    value_sql,
)
from triggerscape.disclosure.contributions.therapies.trial_people import make_trials

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.warehouse.statements import Statement

_PAIR = ("therapy_id", "comparator_id")
_TRIMMED = "who lies outside the overlap is left out by a propensity in which they have a part"


def therapy_contributions(
    con: duckdb.DuckDBPyConnection, written: Mapping[str, Statement]
) -> tuple[Contribution, ...]:
    """One a table; ``written`` are the SELECTs of sql/contributions. Makes the table of trials."""
    course = written["therapy_course"]
    found = [Contribution("pub.therapy_course", course.sql, ("therapy_id", "measure_id"))]
    if make_trials(con):
        value = value_sql(written["therapy_charge"])
        found += [
            _trimmed("therapy_effect", effect_sql(), *_PAIR, "measure_id"),
            _trimmed("therapy_diagnostic", diagnostic_sql(), *_PAIR),
            _trimmed("therapy_event_time", event_time_sql(), *_PAIR, "event_window"),
            _trimmed("therapy_combination", combination_sql(), "therapy_a", "therapy_b"),
            _trimmed(
                "therapy_dose", dose_sql(), "therapy_id", "estimand_id", "dose_id", "dose_level"
            ),
            _trimmed(
                "therapy_technique", technique_sql(), "group_id", "comparator_id", "therapy_id"
            ),
            _trimmed("therapy_value", value, *_PAIR, "currency", "measure_id"),
        ]
    return tuple(found)


def _trimmed(table: str, sql: str, *keys: str) -> Contribution:
    return Contribution(f"pub.{table}", sql, keys, Counts.AT_LEAST, _TRIMMED)
