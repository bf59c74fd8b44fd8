"""Days of one person alike in what tells fits apart, added up once for many fits of one model.

Subgroups and sensitivity analyses fit all causes together to other days. Which days a fit uses
depends on few things: these, and what is missing. A group of days alike in them is in a fit or out
of it as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.informative_people import (
    digest_of,
    mark_of,
    missing_bits,
    whole_of,
    words_of,
)
from triggerscape.disclosure.contributions.triggers.diaries import ONSET
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    import duckdb

    from triggerscape.disclosure.contributions.triggers.diaries import Diaries

MOST_CLEAN_DAYS = 5
_TELLING = (
    "person_id, site_code, sex, age_band, diagnosis, chronicity, therapy_groups, is_at_risk, "
    f"has_late_entry, least(clean_days, {MOST_CLEAN_DAYS}) AS clean_days, "
    "CASE WHEN day_number >= 28 THEN 28 WHEN day_number >= 14 THEN 14 ELSE 0 END AS day_number"
)


def make_day_groups(con: duckdb.DuckDBPyConnection, diaries: Diaries) -> None:
    """The temporary table of the groups of days of these diaries."""
    columns = sorted(diaries.codes)
    bits = ", ".join(f"{missing_bits(columns, w)} AS missing_{w}" for w in words_of(columns))
    ends = ", ".join(
        f"max({quoted(name)}) AS highest_{place}, min({quoted(name)}) AS lowest_{place}"
        for place, name in enumerate(columns)
    )
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE {_table(diaries)} AS
SELECT {_TELLING}, {bits}, count(*) AS days, sum(outcome) AS events,
    sum({mark_of(columns)}) AS mark, {ends}
FROM {ONSET}
WHERE {diaries.own} AND outcome IS NOT NULL
GROUP BY ALL
""")


def grouped_sql(diaries: Diaries, where: str, level: str = "''") -> str:
    """People who could move a cause beside all others, on the days where ``where`` holds.

    As ``informative_sql`` with the model of all causes: name, level, person_id, site_code, digest.
    ``where`` and ``level`` are expressions of the groups' columns; ``clean_days`` beyond 5 is 5,
    ``day_number`` 0, 14 or 28, the last that was reached. A level is fitted by itself.
    """
    columns = sorted(diaries.codes)
    words = words_of(columns)
    never = ", ".join(f"bit_and(missing_{word}) AS never_{word}" for word in words)
    varies = ", ".join(
        f"max(highest_{place}) > min(lowest_{place}) AS varies_{place}"
        for place in range(len(columns))
    )
    entries = ", ".join(
        f"{{'name': {sql_text(name)}, 'is_in': varies_{place}}}"
        for place, name in enumerate(columns)
    )
    return f"""
WITH given AS (SELECT *, {level} AS level FROM {_table(diaries)} WHERE {where}),
recorded AS (SELECT person_id, level, {never} FROM given GROUP BY person_id, level),
person AS (
    SELECT g.person_id, g.site_code, g.level,
        {digest_of("sum(days)", "sum(events)", "sum(mark)")} AS digest, {varies}
    FROM given AS g
    JOIN recorded AS r ON r.person_id = g.person_id AND r.level = g.level
    WHERE {whole_of(frozenset(columns), columns)}
    GROUP BY g.person_id, g.site_code, g.level
    HAVING sum(events) > 0 AND sum(days) > 1
),
told AS (
    SELECT person_id, site_code, level, digest, unnest([{entries}], recursive := true) FROM person
)
SELECT name, level, person_id, site_code, digest FROM told WHERE is_in"""


def _table(diaries: Diaries) -> str:
    return f"contributing_days_{diaries.basis}"
