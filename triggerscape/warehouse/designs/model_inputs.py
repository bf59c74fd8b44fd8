"""What models look at, a row per person and calendar window: to see whether it has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.designs.design_day import DESIGN_DAY, off_the_spine
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from triggerscape.factors import Factor

THERAPY_INPUTS = tuple(
    "mmd_m1 mmd_m2 mmd_m3 headache_before severe_before acute_before hit6_before midas_before "
    "observed_before age_years is_female is_chronic therapies_before neck_pain_before "
    "stress_before".split()
)


def factor_windows_sql(factors: Sequence[Factor], last_day: dt.date) -> str:
    """SELECT of each factor's mean in each person's calendar windows that are over by then.

    Windows with fewer observed days than definitions.min_window_days are left out: who has just
    begun tells little of anything. Null where the window knows the factor of fewer days than that.
    Columns: person_id, site_code, window_index, and one a factor. Reads reference.*.
    """
    of_entries = {factor.code for factor in off_the_spine(factors)}
    # Exact sums, so that no order of rows changes a bit.
    means = ",\n    ".join(
        f"CASE WHEN count({place}) >= any_value(f.min_window_days) "
        f"THEN CAST(sum(CAST({place} AS DECIMAL(18, 4))) AS DOUBLE) / count({place}) END "
        f"AS {quoted(code)}"
        for code, place in (
            (f.code, f"{'e' if f.code in of_entries else 's'}.{quoted(f.code)}") for f in factors
        )
    )
    return f"""
SELECT s.person_id, s.site_code, d.window_index,
    {means}
FROM features.diary_spine AS s
JOIN reference.calendar AS d ON d.calendar_date = s.diary_date
CROSS JOIN reference.definition AS f
LEFT JOIN {DESIGN_DAY} AS e ON e.person_id = s.person_id AND e.diary_date = s.diary_date
WHERE NOT s.date_is_relative AND s.is_observed
    AND d.window_start + 27 <= DATE {sql_text(last_day.isoformat())}
GROUP BY s.person_id, s.site_code, d.window_index
HAVING count(*) >= any_value(f.min_window_days)
ORDER BY s.person_id, d.window_index
"""


def starters_sql() -> str:
    """SELECT of what therapy comparisons adjust for, a row per new starter and time zero."""
    names = ", ".join(f"z.{name}" for name in THERAPY_INPUTS)
    return f"""
SELECT DISTINCT z.person_id, z.site_code, z.index_date, z.month_index AS window_index, {names}
FROM trials.person_at_zero AS z
JOIN trials.start AS s ON s.person_id = z.person_id AND s.index_date = z.index_date
ORDER BY z.person_id, z.index_date
"""
