"""How a score moves with headache within people: their days with headache against their others.

Between people a score and headache go together for many reasons; which way round a scale is asked
shows within a person. A person with n days with headache and m without, and a mean difference d
between them, counts nm / (n + m): the weight that makes the sum the one of least variance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.measures.aggregates import POLAR, THOUSANDTHS, scaled_columns
from triggerscape.quality.file_measures import FEWEST_VALUES, Measure
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.delivery.profiles.profile import SiteProfile


def within_person(
    con: duckdb.DuckDBPyConnection, table: Table, profile: SiteProfile, rows: str
) -> list[Measure]:
    """The sums of weights and of weighted differences of each score of a diary; else none.

    Both are added over whole thousandths, one number a person, so that no order matters.
    """
    if table.short_name != "diary":
        return []
    values = con.execute(_sql(table, profile, rows)).fetchall()[0]
    found = []
    for place, column in enumerate(POLAR):
        weight, difference = (float(v or 0) / THOUSANDTHS for v in values[2 * place :][:2])
        if weight >= FEWEST_VALUES:
            found.append(Measure(column, "", "within_weight", weight))
            found.append(Measure(column, "", "within_sum", difference))
    return found


def _sql(table: Table, profile: SiteProfile, rows: str) -> str:
    scaled = dict(scaled_columns(table, profile))
    columns = ", ".join(f"{scaled[name]} AS {quoted(name)}" for name in POLAR)
    parts, sums = [], []
    for name in POLAR:
        value = quoted(name)
        for side, condition in (("on", "headache"), ("off", "NOT headache")):
            parts.append(f"count_if({condition} AND {value} IS NOT NULL) AS n_{side}_{name}")
            parts.append(f"sum(CASE WHEN {condition} THEN {value} END) AS s_{side}_{name}")
        on, off = f"n_on_{name}", f"n_off_{name}"
        both = f"CASE WHEN {on} > 0 AND {off} > 0 THEN"
        weight = f"{THOUSANDTHS}.0 * {on} * {off}"
        difference = f"1.0 * s_on_{name} * {off} - 1.0 * s_off_{name} * {on}"
        sums += [
            f"sum({both} CAST(round(({term}) / ({on} + {off})) AS BIGINT) END)"
            for term in (weight, difference)
        ]
    return f"""
WITH scored AS (SELECT person_id, headache, {columns} FROM {rows} WHERE headache IS NOT NULL),
person AS (SELECT {", ".join(parts)} FROM scored GROUP BY person_id)
SELECT {", ".join(sums)} FROM person
"""
