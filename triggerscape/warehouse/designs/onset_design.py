"""design.onset: the days an attack could begin on, what tells them apart, and their factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.days import DIARY_SPINE, ONSET_DAY
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.contract.person import PERSON
from triggerscape.doses import DOSES
from triggerscape.warehouse.designs.design_day import off_the_spine
from triggerscape.warehouse.designs.exposure_design import KEYS, exposures, join_at
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.factors import Factor

ONSET_DESIGN = "design.onset"
AGE_BANDS = ("under 18", "18 to 29", "30 to 44", "45 to 59", "60 and over")
_STRATUM_DAYS = 28
_TOLD_APART_BY = (
    ONSET_DAY.column("is_at_risk"),
    ONSET_DAY.column("clean_days"),
    Column("has_late_entry", Kind.BOOLEAN, "The day's entry or the one before was made too late"),
    DIARY_SPINE.column("day_number"),
    Column("stratum", Kind.INTEGER, "28 days counted from the person's first diary day"),
    PERSON.column("sex"),
    PERSON.column("diagnosis"),
    Column("age_band", Kind.TEXT, "Age on the day", values=AGE_BANDS),
    Column("chronicity", Kind.TEXT, "State by the last 28-day windows that ended before the day"),
    Column("therapy_groups", Kind.TEXT_LIST, "Groups of therapies whose full effect is expected"),
)


def onset_table(factors: Sequence[Factor]) -> Table:
    """The contract: keys, outcome, what tells days apart, amounts, and a column a factor."""
    amounts = (
        Column(dose.design_column, Kind.DOUBLE, dose.label, unit=dose.unit) for dose in DOSES
    )
    columns = (Column(f.code, Kind.DOUBLE, f"{f.label}, {f.step}") for f in factors)
    return Table(
        ONSET_DESIGN,
        "one row per person and known day after an attack-free day",
        ("person_id", "diary_date"),
        (*KEYS, *_TOLD_APART_BY, *amounts, *columns),
    )


def onset_design_sql(factors: Sequence[Factor]) -> str:
    """Known days after an attack-free day, factors and amounts at their pre-registered lags.

    The outcome is 1 where an attack began. Models read the days that are at risk and not told
    late; the others are there to see what those two rules do.
    """
    columns, joins = exposures((factor, factor.primary_lag, factor.code) for factor in factors)
    entries = off_the_spine(factors)
    on_the_spine = "".join(f", s.{quoted(f.code)}" for f in factors if f not in entries)
    return f"""
WITH therapy AS (
    SELECT t.person_id, t.diary_date, list_sort(list(DISTINCT v.therapy_group)) AS therapy_groups
    FROM features.therapy_day AS t
    JOIN reference.therapy AS v ON v.therapy_code = t.therapy_code
    WHERE t.phase = 'established'
    GROUP BY t.person_id, t.diary_date
),
day AS (
    SELECT s.person_id, s.site_code, s.diary_date, s.attack_basis, s.is_attack, s.is_late,
        s.day_number{on_the_spine}, p.sex, p.diagnosis,
        coalesce(
            CASE WHEN NOT s.date_is_relative
                THEN CAST(extract('year' FROM s.diary_date) AS BIGINT) - p.birth_year
            END,
            p.age_years
        ) AS age
    FROM features.diary_spine AS s
    LEFT JOIN features.person_trait AS p ON p.person_id = s.person_id
)
SELECT day.person_id, day.site_code, day.diary_date, day.attack_basis,
    CAST(day.is_attack AS DOUBLE) AS outcome,
    o.is_at_risk, o.clean_days,
    day.is_late IS TRUE OR yesterday.is_late IS TRUE AS has_late_entry,
    day.day_number, CAST(day.day_number // {_STRATUM_DAYS} AS INTEGER) AS stratum,
    day.sex, day.diagnosis, {age_band()} AS age_band,
    before.state AS chronicity, therapy.therapy_groups{_amounts()}{columns}
FROM day
JOIN features.onset_day AS o ON o.person_id = day.person_id AND o.diary_date = day.diary_date
LEFT JOIN features.diary_spine AS yesterday
    ON yesterday.person_id = day.person_id AND yesterday.diary_date = day.diary_date - 1
LEFT JOIN features.chronicity AS before
    ON before.person_id = day.person_id AND before.window_kind = 'personal'
    AND before.window_index = day.day_number // {_STRATUM_DAYS} - 1
LEFT JOIN therapy ON therapy.person_id = day.person_id AND therapy.diary_date = day.diary_date
{_amount_joins()}{joins}
WHERE day.is_attack IS NOT NULL AND o.clean_days >= 1
ORDER BY day.person_id, day.diary_date
"""


def age_band() -> str:
    """SQL of the band of ``day.age``, null where it is not known."""
    limits = zip((18, 30, 45, 60), AGE_BANDS, strict=False)
    cases = " ".join(f"WHEN day.age < {limit} THEN '{band}'" for limit, band in limits)
    return f"CASE {cases} WHEN day.age IS NOT NULL THEN '{AGE_BANDS[-1]}' END"


def _amounts() -> str:
    return "".join(
        f",\n    habit_day_lag{dose.primary_lag}.{dose.column} / {dose.per}.0::DOUBLE"
        f" AS {quoted(dose.design_column)}"
        for dose in DOSES
    )


def _amount_joins() -> str:
    lags = sorted({dose.primary_lag for dose in DOSES})
    return "".join(join_at("features.habit_day", lag)[1] for lag in lags).lstrip("\n")
