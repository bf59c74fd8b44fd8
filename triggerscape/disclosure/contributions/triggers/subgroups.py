"""People behind trigger_subgroup: those of each level, and of all levels behind their test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.triggers.day_groups import grouped_sql
from triggerscape.disclosure.contributions.triggers.diaries import AT_RISK, named, people_of
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.contributions.triggers.diaries import Diaries

TRAITS = ("sex", "age_band", "diagnosis", "chronicity")
BETWEEN_LEVELS = "between levels"
THERAPY = "therapy "


def subgroup_sql(diaries: Diaries, kinds: Sequence[str]) -> str:
    """Keys trigger_id, outcome_id, subgroup_kind, subgroup_level, for these kinds of subgroup.

    A level is fitted by itself. The test between levels is of whoever could move any of them.
    """
    return "\nUNION ALL\n".join(_of_kind(diaries, kind) for kind in kinds)


def _of_kind(diaries: Diaries, kind: str) -> str:
    levels = people_of(
        grouped_sql(diaries, AT_RISK, _level(kind)),
        "name AS trigger_id",
        named(diaries.onset_id, "outcome_id"),
        named(kind, "subgroup_kind"),
        "level AS subgroup_level",
    )
    return f"""
SELECT * FROM (
    WITH level AS MATERIALIZED ({levels})
    SELECT * FROM level
    UNION ALL
    SELECT trigger_id, outcome_id, subgroup_kind, {sql_text(BETWEEN_LEVELS)}, person_id,
        any_value(site_code), true, NULL, bit_xor(digest)
    FROM level
    GROUP BY trigger_id, outcome_id, subgroup_kind, person_id
)"""


def _level(kind: str) -> str:
    if kind in TRAITS:
        return f"coalesce({quoted(kind)}, 'unknown')"
    group = sql_text(kind.removeprefix(THERAPY))
    is_on = f"list_contains(therapy_groups, {group}) IS TRUE"
    return f"CASE WHEN {is_on} THEN 'established' ELSE 'not established' END"
