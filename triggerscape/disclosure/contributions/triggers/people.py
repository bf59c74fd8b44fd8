"""People behind trigger_person_spread, phenotype and dose_response."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.informative_people import (
    Days,
    complete_days,
    digest_of,
)
from triggerscape.disclosure.contributions.triggers.day_groups import grouped_sql
from triggerscape.disclosure.contributions.triggers.diaries import AT_RISK, ONSET, named, people_of
from triggerscape.doses import DOSES
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triggerscape.disclosure.contributions.triggers.diaries import Diaries
    from triggerscape.doses import Dose


def spread_sql(diaries: Diaries) -> str:
    """Keys trigger_id, outcome_id: whoever could move the factor beside all causes."""
    inner = grouped_sql(diaries, AT_RISK)
    return people_of(inner, "name AS trigger_id", named(diaries.onset_id, "outcome_id"))


def phenotype_sql(diaries: Diaries) -> str:
    """Key outcome_id: everybody in the model of all causes; nobody is told in which group."""
    codes = frozenset(diaries.codes)
    inner = f"""
WITH {complete_days(Days(ONSET, diaries.at_risk), {codes: 0})}
SELECT person_id, site_code, {digest_of("count(*)", "sum(outcome)", "sum(mark_0)")} AS digest
FROM day
WHERE whole_0
GROUP BY person_id, site_code
HAVING sum(outcome) > 0 AND count(*) > 1"""
    return people_of(inner, named(diaries.onset_id, "outcome_id"))


def dose_sql(diaries: Diaries, grids: Mapping[str, tuple[str, Sequence[float]]]) -> str:
    """Keys dose_id, outcome_id, amount: people with days near the amount, and with others.

    ``grids`` gives for each dose the form of its curve and its amounts. Near is nearer than to any
    other amount; beyond the ends, no further than half the way to the next. Levels know no day at
    another amount. Days are read once for all doses.
    """
    if not grids:
        return ""
    doses = {dose.code: dose for dose in DOSES}
    sets: dict[frozenset[str], int] = {}
    only_levels, parts = [], []
    for number, (code, (form, grid)) in enumerate(grids.items()):
        dose, amounts = doses[code], sorted(grid)
        others = (one for one in diaries.codes if one not in dose.same_answer)
        sets[frozenset([dose.design_column, *others])] = number
        parts.append(_near_sql(diaries, dose, amounts, number))
        if form == "levels":
            column = quoted(dose.design_column)
            kept = f"CASE WHEN {column} IN ({_listed(amounts)}) THEN {column} END"
            only_levels.append(f"{kept} AS {column}")
    table = ONSET
    if only_levels:
        table = f"(SELECT * REPLACE ({', '.join(only_levels)}) FROM {ONSET})"
    days = complete_days(Days(table, diaries.at_risk), sets)
    return f"WITH {days}\n" + "\nUNION ALL\n".join(parts)


def _near_sql(diaries: Diaries, dose: Dose, grid: Sequence[float], number: int) -> str:
    column = quoted(dose.design_column)
    middle = [(one + other) / 2 for one, other in pairwise(grid)]
    edges = [2 * grid[0] - middle[0], *middle, 2 * grid[-1] - middle[-1]]
    place = " + ".join(f"CAST({column} >= {edge!r}::DOUBLE AS INTEGER)" for edge in edges)
    used = f"SELECT *, {place} AS place FROM day WHERE whole_{number}"
    inner = f"""
SELECT n.place, p.person_id, p.site_code, p.digest
FROM (
    SELECT person_id, place, count(*) AS days
    FROM ({used})
    WHERE place BETWEEN 1 AND {len(grid)}
    GROUP BY person_id, place
) AS n
JOIN (
    SELECT person_id, site_code, count(*) AS days,
        {digest_of("count(*)", "sum(outcome)", f"sum(mark_{number})")} AS digest
    FROM day
    WHERE whole_{number}
    GROUP BY person_id, site_code
    HAVING sum(outcome) > 0 AND count(*) > 1 AND max({column}) > min({column})
) AS p ON p.person_id = n.person_id AND n.days < p.days"""
    return people_of(
        inner,
        named(dose.code, "dose_id"),
        named(diaries.onset_id, "outcome_id"),
        f"([{_listed(grid)}])[place] AS amount",
    )


def _listed(amounts: Sequence[float]) -> str:
    return ", ".join(f"{amount!r}::DOUBLE" for amount in amounts)
