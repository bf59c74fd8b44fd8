"""What becomes of each accepted row: current, superseded, a duplicate, or in conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import ARRIVAL, accepted_table
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from triggerscape.contract.language import Table


def history_sql(source: Table) -> str:
    """The SELECT of history.<contract>: accepted rows with their disposition.

    Versions of a key are ordered by when the site recorded them, else by when it extracted the
    delivery; never by when they arrived, so any order of arrival gives the same answer. A version
    that says the same as the one before it is a duplicate. Two versions of the same moment that
    differ are in conflict: nobody can tell which is right, so neither is used.
    """
    key = ", ".join(quoted(name) for name in source.key)
    columns = ", ".join(quoted(c.name) for c in (*source.columns, *ARRIVAL))
    said = [quoted(c.name) for c in source if c.name != "recorded_at"] + ["extra"]
    # md5 over text is the same in every version of the engine; only rows that are compared pay it.
    content = ", ".join(f"coalesce(CAST({name} AS VARCHAR), chr(30))" for name in said)
    moment = "version_at"
    if "entered_at" in source.column_names:
        moment += ", entered_at"
    order = f"{moment}, content_hash, source_sha256, source_row, use_id"
    return f"""
-- Nearly every key has one version; only the others need comparing.
WITH doubled AS (
    SELECT {key} FROM {accepted_table(source).name} GROUP BY {key} HAVING count(*) > 1
),
dated AS (
    SELECT a.*, md5(concat_ws(chr(31), {content})) AS content_hash,
        coalesce(recorded_at, extracted_at, TIMESTAMP '1970-01-01') AS version_at
    FROM {accepted_table(source).name} AS a
    SEMI JOIN doubled USING ({key})
),
compared AS (
    SELECT *,
        min(content_hash) OVER moment <> max(content_hash) OVER moment AS in_conflict
    FROM dated
    WINDOW moment AS (PARTITION BY {key}, {moment})
),
ordered AS (
    SELECT *,
        lag(content_hash) OVER versions AS previous_hash,
        row_number() OVER newest AS place
    FROM compared
    WINDOW versions AS (PARTITION BY {key}, in_conflict ORDER BY {order}),
        newest AS (PARTITION BY {key}, in_conflict ORDER BY {_descending(order)})
),
judged AS (
    SELECT *,
        NOT in_conflict AND previous_hash IS NOT DISTINCT FROM content_hash AS is_duplicate
    FROM ordered
),
told AS (
    SELECT {columns},
        CASE
            WHEN in_conflict THEN 'conflict'
            WHEN is_duplicate THEN 'duplicate'
            WHEN row_number() OVER latest = 1 THEN 'current'
            ELSE 'superseded'
        END AS disposition
    FROM judged
    WINDOW latest AS (PARTITION BY {key}, in_conflict, is_duplicate ORDER BY place)
    UNION ALL
    SELECT {columns}, 'current'
    FROM {accepted_table(source).name}
    ANTI JOIN doubled USING ({key})
)
SELECT {columns}, disposition
FROM told
ORDER BY person_id, {key}, source_sha256, source_row, use_id
"""


def _descending(order: str) -> str:
    return ", ".join(f"{name} DESC" for name in order.split(", "))
