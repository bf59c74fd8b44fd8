"""What becomes of each accepted row: in use, superseded, said twice, in conflict, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import DAY_OF, accepted_table, fate_table
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

_EPOCH = "TIMESTAMP '1970-01-01'"
# What a row says about itself as a version is not part of what it says about the person.
_ABOUT_THE_ROW = frozenset({"recorded_at", "is_deleted"})


def fate_sql(source: Table) -> str:
    """The SELECT of fate.<contract>: the accepted rows that are not in use, and why.

    Versions of a key are ordered by when the site recorded them, else by when it extracted the
    delivery; never by when they arrived, so any order of arrival gives the same answer. A version
    that says the same as the one before it is a duplicate. Two versions of the same moment that
    differ are in conflict: nobody can tell which is right, so neither is used.

    A key whose newest version has ``is_deleted`` is deleted; at one moment, taking a row back
    counts as newer than saying it. A key is deleted by silence, too: by a full delivery of its day
    that was extracted after every delivery that holds it. A version that came without a moment of
    extraction may be newer than any of them and stays. A person has no day and is deleted only by
    ``is_deleted``: a full delivery of some days need not name people who have none in it.

    Rows in ledger.key_variant's spellings of a person key are variants, and no versions of any key.
    """
    key = _narrow_key(source)
    table = fate_table(source)
    columns = ", ".join(quoted(name) for name in table.column_names[:-2])
    # What is needed of every row, and what only of those with several versions.
    said = [quoted(c.name) for c in source if c.name not in _ABOUT_THE_ROW] + ["extra"]
    # md5 over text is the same in every version of the engine; only rows that are compared pay it.
    content = ", ".join(f"coalesce(CAST({name} AS VARCHAR), chr(30))" for name in said)
    moment = "version_at, takes_back"
    entered = "NULL"
    if "entered_at" in source.column_names:
        moment += ", entry_at"
        entered = "entered_at"
    order = f"{moment}, content_hash, source_sha256, source_row, use_id"
    accepted = accepted_table(source).name
    spelt_right = f"{accepted} AS a ANTI JOIN ledger.key_variant USING (site_code, person_id)"
    carried = f"{columns}, site_code, date_is_relative"
    return f"""
-- Nearly every key has one version; only the others need comparing.
WITH doubled AS (
    SELECT {key} FROM {spelt_right} GROUP BY {key} HAVING count(*) > 1
),
dated AS (
    SELECT a.*,
        CASE WHEN is_deleted THEN 'deleted' ELSE md5(concat_ws(chr(31), {content})) END
        AS content_hash,
        coalesce(recorded_at, extracted_at, {_EPOCH}) AS version_at,
        coalesce(is_deleted, false) AS takes_back,
        coalesce({entered}, {_EPOCH}) AS entry_at
    FROM {spelt_right}
    SEMI JOIN doubled USING ({key})
),
compared AS (
    SELECT *,
        min(content_hash) OVER moment <> max(content_hash) OVER moment AS in_conflict,
        max(coalesce(extracted_at, 'infinity')) OVER of_key AS last_extracted
    FROM dated
    WINDOW moment AS (PARTITION BY {key}, {moment}), of_key AS (PARTITION BY {key})
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
    SELECT {carried}, takes_back, last_extracted,
        CASE
            WHEN in_conflict THEN 'conflict'
            WHEN is_duplicate THEN 'duplicate'
            WHEN row_number() OVER latest = 1 THEN 'current'
            ELSE 'superseded'
        END AS disposition
    FROM judged
    WINDOW latest AS (PARTITION BY {key}, in_conflict, is_duplicate ORDER BY place)
    UNION ALL
    SELECT {carried}, coalesce(is_deleted, false), coalesce(extracted_at, 'infinity'), 'current'
    FROM {spelt_right}
    ANTI JOIN doubled USING ({key})
    UNION ALL
    SELECT {carried}, false, NULL, 'variant'
    FROM {accepted}
    SEMI JOIN ledger.key_variant USING (site_code, person_id)
){_left_out_sql(source, columns)}
ORDER BY {", ".join(quoted(name) for name in table.key)}
"""


def _narrow_key(source: Table) -> str:
    """The key by numbers where it names the person: person_id stands for site and person key."""
    named = ("site_code", "person_key")
    if not set(named) <= set(source.key):
        return ", ".join(quoted(name) for name in source.key)
    return ", ".join(["person_id", *(quoted(n) for n in source.key if n not in named)])


def _left_out_sql(source: Table, columns: str) -> str:
    """The last SELECT: the current version of a key becomes deleted where it was taken back."""
    day = DAY_OF.get(source.short_name)
    if day is None:
        return f"""
SELECT {columns},
    CASE WHEN disposition = 'current' THEN 'deleted' ELSE disposition END AS disposition, takes_back
FROM told
WHERE disposition <> 'current' OR takes_back"""
    return f""",
-- What a later full delivery leaves out is judged by the newest one of the day.
full_day AS (
    SELECT f.site_code, d.calendar_date, max(f.extracted_at) AS full_at
    FROM ledger.full_delivery AS f
    JOIN reference.calendar AS d ON d.calendar_date BETWEEN f.from_date AND f.to_date
    WHERE f.contract = {sql_text(source.short_name)}
    GROUP BY f.site_code, d.calendar_date
),
left_out AS (
    SELECT told.*,
        coalesce(full_day.full_at > told.last_extracted, false) AND NOT told.date_is_relative
        AS is_left_out
    FROM told
    LEFT JOIN full_day
        ON full_day.site_code = told.site_code AND full_day.calendar_date = told.{quoted(day)}
)
SELECT {columns},
    CASE WHEN disposition = 'current' THEN 'deleted' ELSE disposition END AS disposition, takes_back
FROM left_out
WHERE disposition <> 'current' OR takes_back OR is_left_out"""


def _descending(order: str) -> str:
    return ", ".join(f"{name} DESC" for name in order.split(", "))
