"""People behind trigger_sensitivity: other days, strata and models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.informative_people import (
    Days,
    complete_days,
    digest_of,
    informative_sql,
    is_never,
)
from triggerscape.disclosure.contributions.triggers.day_groups import grouped_sql
from triggerscape.disclosure.contributions.triggers.diaries import (
    AT_RISK,
    ONSET,
    named,
    people_of,
)
from triggerscape.disclosure.contributions.triggers.effects import headline_sql
from triggerscape.warehouse.literals import sql_text, sql_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.contributions.triggers.diaries import Diaries

_OTHER_DAYS = {
    "late_entries_in": "is_at_risk",
    "clean_days_1": "clean_days >= 1 AND NOT has_late_entry",
    "clean_days_2": "clean_days >= 2 AND NOT has_late_entry",
    "clean_days_5": "is_at_risk AND clean_days >= 5 AND NOT has_late_entry",
    "first_14_days_out": f"{AT_RISK} AND day_number >= 14",
    "first_28_days_out": f"{AT_RISK} AND day_number >= 28",
    "event_logs_out": f"{AT_RISK} AND site_code NOT IN "
    "(SELECT DISTINCT site_code FROM features.covered_day)",
}


def sensitivity_sql(diaries: Diaries, able: Sequence[str]) -> str:
    """Keys trigger_id, estimand_id, outcome_id, analysis_id.

    ``able`` are the factors that the model of all together has an estimate for: those of the
    within-between model, which also looks at people without an attack.
    """
    usual = Days(ONSET, diaries.at_risk)
    parts = [
        _of(diaries, grouped_sql(diaries, AT_RISK), "all_together", "observed_weights"),
        _of(diaries, informative_sql(usual, {c: (c,) for c in diaries.codes}), "factor_alone"),
        _of(
            diaries,
            f"{headline_sql(diaries)} WHERE name IN ({sql_texts(diaries.codes)})",
            "delta_adjustment",
        ),
        _of(
            diaries,
            informative_sql(Days(ONSET, diaries.at_risk, cell="stratum"), diaries.together),
            "time_stratified",
        ),
    ]
    for analysis, where in _OTHER_DAYS.items():
        parts.append(_of(diaries, grouped_sql(diaries, where), analysis))
    if able:
        estimands = "unnest(['within_person', 'between_person']) AS estimand_id"
        parts.append(
            people_of(
                both_parts_sql(usual, able),
                "name AS trigger_id",
                estimands,
                named(diaries.onset_id, "outcome_id"),
                named("within_between", "analysis_id"),
            )
        )
    return "\nUNION ALL\n".join(parts)


def both_parts_sql(days: Days, codes: Sequence[str]) -> str:
    """People with a day on which all is known, who recorded the factor, at sites with an attack."""
    columns = sorted(codes)
    entries = ", ".join(
        f"{{'name': {sql_text(code)}, 'is_known': is_known_{place}}}"
        for place, code in enumerate(columns)
    )
    told = ", ".join(
        f"any_value(NOT {is_never(place)}) AS is_known_{place}" for place in range(len(columns))
    )
    return f"""
WITH {complete_days(days, {frozenset(columns): 0})},
person AS (
    SELECT person_id, site_code, sum(outcome) AS events,
        {digest_of("count(*)", "sum(outcome)", "sum(mark_0)")} AS digest, {told}
    FROM day
    WHERE whole_0
    GROUP BY person_id, site_code
),
told AS (
    SELECT person_id, site_code, digest, unnest([{entries}], recursive := true)
    FROM (SELECT *, sum(events) OVER (PARTITION BY site_code) AS site_events FROM person)
    WHERE site_events > 0
)
SELECT name, person_id, site_code, digest FROM told WHERE is_known"""


def _of(diaries: Diaries, inner: str, *analyses: str) -> str:
    listed = ", ".join(map(sql_text, analyses))
    return people_of(
        inner,
        "name AS trigger_id",
        named("within_person", "estimand_id"),
        named(diaries.onset_id, "outcome_id"),
        f"unnest([{listed}]) AS analysis_id",
    )
