"""Who may enter a trial at all: everybody whose months before and after time zero are known."""

from __future__ import annotations

ELIGIBLE = (
    "z.mmd_m1 IS NOT NULL AND z.mmd_m2 IS NOT NULL AND z.mmd_m3 IS NOT NULL "
    "AND z.mmd_after IS NOT NULL AND z.age_years IS NOT NULL "
    "AND z.is_female IS NOT NULL AND z.is_chronic IS NOT NULL"
)
"""Of ``trials.person_at_zero AS z``: three months before, the outcome, age, sex and diagnosis."""

PER_STARTER = 5
"""People who start nothing that are drawn for each starter of the same calendar window: beyond
five, more of them hardly narrow an interval."""


def drawn(per_starter: int) -> str:
    """The CTE ``chosen``: of ``waiting``, so many a row of ``starter`` in each calendar window.

    Both need person_id, index_date and month_index. Who is drawn is decided by a mix of person and
    window, so that the same people come in every run, at every order of rows and at every number
    of buckets.
    """
    return f"""
wanted AS (
    SELECT month_index, {per_starter} * count(*) AS people
    FROM starter
    GROUP BY month_index
),
placed AS (
    SELECT w.*, n.people AS wanted_people,
        row_number() OVER (
            PARTITION BY w.month_index
            ORDER BY {_mix("w.person_id", "w.month_index")}, w.person_id
        ) AS place
    FROM waiting AS w
    JOIN wanted AS n ON n.month_index = w.month_index
),
chosen AS (
    SELECT * EXCLUDE (wanted_people, place) FROM placed WHERE place <= wanted_people
)"""


def _mix(person: str, window: str) -> str:
    """A whole number below a million that looks drawn, of other bits than those of possible_zero.

    Squares modulo a prime: sums alone would draw the same people together in every window.
    """
    mixed = f"(({person} // 1000003) % 1000003 + 104729 * ({window} + 5000)) % 1000003"
    return f"({mixed}) * ({mixed}) % 1000003"


def co_starts(therapies: str) -> str:
    """Other leaves first used within 28 days of time zero, for rows of ``z``.

    ``therapies`` is a list of quoted leaves and groups that do not count as other.
    """
    return f"""(
        SELECT count(*)
        FROM features.first_use AS o
        JOIN reference.therapy AS v ON v.therapy_code = o.therapy_id
        WHERE o.person_id = z.person_id
            AND v.therapy_code NOT IN ({therapies}) AND v.therapy_group NOT IN ({therapies})
            AND abs(date_diff('day', z.index_date, o.index_date)) <= 28
    )"""
