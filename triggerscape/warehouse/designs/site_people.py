"""One row per person for setting sites beside each other: how they came, how it went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.designs.onset_design import age_band
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    import datetime as dt

RESPONSE_WINDOWS = (3, 5)
"""A response is read off the fourth to the sixth 28 days of a diary."""
FEWEST_BASELINE_DAYS = 4
"""Below so many migraine days of 28 there is no half to lose."""


def site_people_sql(last_day: dt.date) -> str:
    """SELECT of one row per person, from personal windows that are over by then.

    person_id, site_code, sex, age_band, diagnosis; baseline_days: migraine days per 28 in the first
    window; later_migraine_days of later_known_days in the windows after it; entry_days of
    spine_days over all; responded: 1 where windows four to six, two of them known well enough,
    have at most half the baseline's days, 0 where more, null where that cannot be told. Reads
    reference.definition.
    """
    first, last = RESPONSE_WINDOWS
    late = f"w.window_index BETWEEN {first} AND {last}"
    return f"""
WITH followed AS (
    SELECT w.person_id, w.site_code, min(w.window_start) AS began,
        any_value(CASE WHEN w.migraine_known_days >= f.min_window_days
            THEN 28.0 * w.migraine_days / w.migraine_known_days END)
            FILTER (w.window_index = 0) AS baseline_days,
        sum(w.migraine_days) FILTER (w.window_index > 0) AS later_migraine_days,
        sum(w.migraine_known_days) FILTER (w.window_index > 0) AS later_known_days,
        sum(w.observed_days) AS entry_days, sum(w.spine_days) AS spine_days,
        sum(w.migraine_days) FILTER ({late}) AS late_days,
        sum(w.migraine_known_days) FILTER ({late}) AS late_known,
        count(*) FILTER ({late} AND w.migraine_known_days >= f.min_window_days) AS late_windows
    FROM features.person_window AS w
    CROSS JOIN reference.definition AS f
    WHERE w.window_kind = 'personal'
        AND w.window_start + 27 <= DATE {sql_text(last_day.isoformat())}
    GROUP BY w.person_id, w.site_code
),
day AS (
    SELECT f.*, p.sex, p.diagnosis,
        coalesce(CAST(extract('year' FROM f.began) AS BIGINT) - p.birth_year, p.age_years) AS age
    FROM followed AS f
    LEFT JOIN features.person_trait AS p ON p.person_id = f.person_id
)
SELECT person_id, site_code, sex, {age_band()} AS age_band, diagnosis, baseline_days,
    CAST(later_migraine_days AS BIGINT) AS later_migraine_days,
    CAST(later_known_days AS BIGINT) AS later_known_days,
    CAST(entry_days AS BIGINT) AS entry_days, CAST(spine_days AS BIGINT) AS spine_days,
    CASE WHEN baseline_days >= {FEWEST_BASELINE_DAYS} AND late_windows >= 2
        THEN CAST(28.0 * late_days / late_known <= baseline_days / 2 AS INTEGER) END AS responded
FROM day
ORDER BY person_id
"""
