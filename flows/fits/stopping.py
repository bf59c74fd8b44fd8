"""Stopping: how many have stopped a therapy by day 84, and how long courses last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.stopping.course_rows import course_rows
from triggerscape.contract.estimates.courses import THERAPY_COURSE_ESTIMATE
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from flows.fits.therapy_trials import TherapyTrials


def fit_stopping(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Every therapy given in doses that enough people newly started, as estimates.therapy_course.

    What is given on and on without doses, an acute drug, has no course and no row.
    """
    frames = []
    for therapy in trials.started(FEWEST_STARTERS):
        starters: pl.DataFrame = trials.con.sql(courses_sql(therapy)).pl()
        if starters.height:
            frames.append(course_rows(starters, therapy))
    return (
        {THERAPY_COURSE_ESTIMATE.name: pl.concat(frames, how="vertical_relaxed")} if frames else {}
    )


def courses_sql(therapy: str) -> str:
    """One row per new starter, with how long the first course was seen to last.

    A stop is known once the longest gap of the therapy's leaves has gone by on record, so the last
    day on which one could be seen lies that gap before the end of the record: until then everybody
    not stopped was on the course, whoever ended it later. Not to end at the last dose seen, which
    would make each of the unfinished courses one that has just stopped.
    """
    it = sql_text(therapy)
    return f"""
WITH gap AS (
    SELECT max(session_gap_days) AS longest
    FROM reference.therapy
    WHERE {it} IN (therapy_code, therapy_group)
),
seen AS (
    SELECT s.person_id, s.site_code, s.is_stopped_by_84, c.course_days,
        date_diff('day', s.index_date, r.to_date) + 1 - g.longest AS days_seen
    FROM trials.start AS s
    CROSS JOIN gap AS g
    JOIN features.therapy_record AS r
        ON r.person_id = s.person_id AND s.index_date BETWEEN r.from_date AND r.to_date
    LEFT JOIN trials.course_stop AS c
        ON c.person_id = s.person_id AND c.therapy_id = s.therapy_id
    WHERE s.therapy_id = {it} AND s.sessions_28 IS NOT NULL
)
SELECT person_id, site_code, is_stopped_by_84,
    CASE WHEN days_seen >= 1 THEN least(course_days, days_seen) END AS days_on,
    coalesce(course_days <= days_seen, false) AS is_stopped
FROM seen
ORDER BY person_id
"""
