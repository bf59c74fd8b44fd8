"""People behind chronicity_change, medication_overuse and site_comparison: closed windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.contribution import Contribution
from triggerscape.warehouse.designs.course_windows import overuse_sql, state_change_sql
from triggerscape.warehouse.designs.site_people import site_people_sql

if TYPE_CHECKING:
    import datetime as dt

_PLACES = """
    {'scope_id': site_code, 'window_id': 'all'},
    {'scope_id': 'all', 'window_id': CAST(window_start AS VARCHAR)},
    {'scope_id': 'all', 'window_id': 'all'}
"""


def window_contributions(last_day: dt.date) -> tuple[Contribution, ...]:
    """The three tables, of the windows that are over by ``last_day``."""
    changes = f"""
SELECT rule_id AS kind, change_id || '_rate' AS measure_id, *
FROM ({state_change_sql(last_day)})"""
    overuse = f"""
WITH judged AS ({overuse_sql(last_day)})
SELECT class_id AS kind, 'overuse_share' AS measure_id, *, is_over AS is_hit FROM judged
UNION ALL
SELECT class_id, 'overuse_new', *, is_over FROM judged WHERE NOT was_over
UNION ALL
SELECT class_id, 'overuse_reverted', *, NOT is_over FROM judged WHERE was_over"""
    trends = """
UNION ALL
SELECT kind, scope_id, window_id, replace(measure_id, '_rate', '_trend'), person_id, site_code,
    is_counted, NULL, digest
FROM rated
WHERE scope_id = 'all' AND window_id = 'all'"""
    keys = ("scope_id", "window_id", "measure_id")
    return (
        Contribution(
            "pub.chronicity_change", _by_place(changes, "rule_id", trends), ("rule_id", *keys)
        ),
        Contribution("pub.medication_overuse", _by_place(overuse, "class_id"), ("class_id", *keys)),
        Contribution("pub.site_comparison", _sites_sql(last_day), ("site_id", "measure_id")),
    )


def _sites_sql(last_day: dt.date) -> str:
    """Who says something to a measure; what is expected of them is taken from their traits."""
    measures = {
        "migraine_days_ratio": ("later_known_days > 0", "later_migraine_days", "later_known_days"),
        "completeness_ratio": ("spine_days > 0", "entry_days", "spine_days"),
        "responder_50_ratio": ("responded IS NOT NULL", "responded", "1"),
    }
    traits = "concat_ws('|', sex, age_band, diagnosis, '')"
    parts = [
        f"""
SELECT site_code AS site_id, '{measure}' AS measure_id, person_id, site_code, true AS is_counted,
    CAST({top} AS DOUBLE) AS person_amount,
    md5_number_lower(
        concat_ws('|', {traits}, coalesce(baseline_days, -1), {top}, {below})
    ) AS digest
FROM person
WHERE {known}{_with_baseline(measure)}"""
        for measure, (known, top, below) in measures.items()
    ]
    return f"WITH person AS ({site_people_sql(last_day)})" + "\nUNION ALL".join(parts)


def _with_baseline(measure: str) -> str:
    return "" if measure == "completeness_ratio" else " AND baseline_days IS NOT NULL"


def _by_place(windows: str, name: str, further: str = "") -> str:
    """At each site, in each window over all sites, and altogether."""
    return f"""
WITH hit AS ({windows}),
marked AS (
    SELECT *, md5_number_lower(concat_ws('|', window_index, is_hit, observed_days)) AS mark
    FROM hit
),
placed AS (
    SELECT kind, measure_id, person_id, site_code, is_hit, mark,
        unnest([{_PLACES}], recursive := true)
    FROM marked
),
rated AS (
    SELECT kind, scope_id, window_id, measure_id, person_id, any_value(site_code) AS site_code,
        true AS is_counted, CAST(count(*) FILTER (is_hit) AS DOUBLE) AS person_amount,
        bit_xor(mark) AS digest
    FROM placed
    GROUP BY kind, scope_id, window_id, measure_id, person_id
)
SELECT * RENAME (kind AS {name}) FROM (SELECT * FROM rated{further})"""
