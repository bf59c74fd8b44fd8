"""Contracts of months.*: people at the end of each calendar 28-day window, and how the next went.

A row holds what the diary and the clinic had told of the days up to the window's end. Nothing dated
later enters it but the outcome: the attack days of the next window. Entries made later about those
days do enter, and so do traits, which carry no date.
"""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.feature_columns import days, flag
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.contract.windows import PERSON_WINDOW

_KEY = ("person_id", "window_index")
_PLACE = (
    PERSON_ID,
    SITE_CODE,
    *(PERSON_WINDOW.column(n) for n in ("window_index", "window_start")),
)
_BASIS = Column(
    "attack_basis",
    Kind.TEXT,
    "What counted as an attack day by the end of the window: migraine once the diary has said of a "
    "headache whether it was migraine, headache before",
    values=("migraine", "headache"),
)
COUNTED = {
    "attack": "the attack day, by that basis",
    "headache": "headache",
    "severe": "the worst pain",
    "acute": "an acute drug",
}
HABITS = {
    "sleep_hours": ("Sleep", "h", 24),
    "stress": ("Stress", "{score}", 10),
    "caffeine_mg": ("Caffeine", "mg", 2000),
    "alcohol_units": ("Alcohol", "{unit}", 40),
    "screen_hours": ("Hours in front of a screen", "h", 24),
    "sitting_hours": ("Hours sitting", "h", 24),
    "posture_rating": ("Own rating of posture", "{score}", 5),
    "neck_pain": ("Neck pain", "{score}", 10),
    "menses_share": ("Share of days with menstrual bleeding", "1", 1),
}
SCORED = ("hit6", "midas")


def _rate(name: str, meaning: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit="d/(28.d)", low=0, high=28)


MONTH_DAYS = Table(
    name="months.month_days",
    grain="one row per person and calendar 28-day window with an observed day: its days counted",
    key=_KEY,
    columns=(
        *_PLACE,
        _BASIS,
        days("observed_days", "Days with an entry or covered by the log", 28),
        *(
            column
            for name, what in COUNTED.items()
            for column in (
                days(f"{name}_known_days", f"Days on which it is known: {what}", 28),
                days(f"{name}_days", f"Days with it: {what}", 28),
            )
        ),
        days(
            "outcome_known_days", "Days on which the attack day is known, by all of the diary", 28
        ),
        days("outcome_days", "Attack days, by all of the diary", 28),
    ),
)

MONTH_HABITS = Table(
    name="months.month_habits",
    grain="one row per person and calendar 28-day window with an entry: means of its habits",
    key=_KEY,
    columns=(
        *(MONTH_DAYS.column(name) for name in _KEY),
        *(
            Column(
                name,
                Kind.DOUBLE,
                f"{what}, mean of the days that tell it; null where none does",
                unit=unit,
                low=0,
                high=high,
            )
            for name, (what, unit, high) in HABITS.items()
        ),
    ),
)

MONTH_SCORES = Table(
    name="months.month_scores",
    grain="one row per person and calendar 28-day window with a questionnaire completed by its end",
    key=_KEY,
    columns=(
        *(MONTH_DAYS.column(name) for name in _KEY),
        *(
            column
            for name in SCORED
            for column in (
                Column(
                    f"{name}_total",
                    Kind.BIGINT,
                    f"Last total of {name.upper()} up to the window's end",
                    unit="{score}",
                    low=0,
                ),
                days(f"{name}_age_days", "Days from its completion to the window's end"),
            )
        ),
    ),
)

MONTH_THERAPIES = Table(
    name="months.month_therapies",
    grain="one row per person and calendar 28-day window with a therapy in effect at its end",
    key=_KEY,
    columns=(
        *(MONTH_DAYS.column(name) for name in _KEY),
        Column(
            "therapy_groups",
            Kind.TEXT_LIST,
            "Groups of therapies in effect on the last observed day, washout not among them; null "
            "where none is on record",
        ),
        Column(
            "therapies",
            Kind.BIGINT,
            "Therapy leaves in effect on that day",
            unit="{therapy}",
            low=0,
        ),
    ),
)

PERSON_MONTH = Table(
    name="months.person_month",
    grain="one row per person and calendar 28-day window: what is known at its end, what follows",
    key=_KEY,
    columns=(
        *_PLACE,
        _BASIS,
        _rate("attack_rate_1", "Attack days per 28 known days; null with too few known days"),
        _rate("attack_rate_2", "The same, one window back"),
        _rate("attack_rate_3", "The same, two windows back"),
        _rate("attack_rate_6", "The same over the last six windows, those with enough known days"),
        _rate("attack_rate_so_far", "The same over all windows so far"),
        Column(
            "windows_so_far",
            Kind.BIGINT,
            "Windows with enough known days up to this one",
            unit="{window}",
            low=0,
        ),
        days("observed_days", "Days with an entry or covered by the log", 28),
        days("attack_known_days", "Days on which the attack day is known", 28),
        _rate("headache_rate", "Headache days per 28 known days"),
        _rate("severe_rate", "Severe days per 28 known days"),
        _rate("acute_rate", "Days with an acute drug per 28 known days"),
        flag("is_medication_overuse", "Medication overuse by this window and the two before it"),
        Column(
            "chronicity",
            Kind.TEXT,
            "State by this window and the two before it; unknown while the basis is headache",
            values=("chronic", "episodic", "changing", "unknown"),
        ),
        *(MONTH_HABITS.column(name) for name in HABITS),
        *(column for column in MONTH_SCORES if column.name not in _KEY),
        MONTH_THERAPIES.column("therapy_groups"),
        MONTH_THERAPIES.column("therapies"),
        Column(
            "month_of_year",
            Kind.BIGINT,
            "Month of the window's last day",
            unit="mo",
            low=1,
            high=12,
        ),
        Column("age_years", Kind.BIGINT, "Age in the year of that day", unit="a"),
        Column("sex", Kind.TEXT, "Sex, as the site last told it; it carries no date"),
        Column("diagnosis", Kind.TEXT, "Diagnosis, as the site last told it; it carries no date"),
        days("next_known_days", "Days of the next window on which the attack day is known", 28),
        days("next_attack_days", "Attack days of the next window, by all of the diary", 28),
    ),
)

MONTHS: tuple[Table, ...] = (
    MONTH_DAYS,
    MONTH_HABITS,
    MONTH_SCORES,
    MONTH_THERAPIES,
    PERSON_MONTH,
)
