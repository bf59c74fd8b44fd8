"""Contracts of the days of a diary: whose they are, the spine, covered days and onset days."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.feature_columns import DIARY_DATE, days, flag
from triggerscape.contract.language import Column, Kind, Table

_RELATIVE = Column(
    "date_is_relative", Kind.BOOLEAN, "True where the day has no place in the calendar"
)
_BASIS = Column(
    "attack_basis",
    Kind.TEXT,
    "What counts as an attack day of this person: migraine, or headache where the diary never says "
    "which headaches were migraine",
    values=("migraine", "headache"),
)


COVERED_DAY = Table(
    name="features.covered_day",
    grain="one row per person and day that a log covers and that has no entry of its own",
    key=("person_id", "diary_date"),
    day="diary_date",
    columns=(PERSON_ID, SITE_CODE, DIARY_DATE),
)

# The last day is no column: it would change every night, and with it every day of the person.
DIARY_PERSON = Table(
    name="features.diary_person",
    grain="one row per person with a known day",
    key=("person_id",),
    columns=(
        PERSON_ID,
        SITE_CODE,
        Column("first_date", Kind.DATE, "First day with an entry or covered by the log"),
        _RELATIVE,
        _BASIS,
    ),
)

DIARY_SPINE = Table(
    name="features.diary_spine",
    grain="one row per person and calendar day from the first to the last diary day, gaps kept",
    key=("person_id", "diary_date"),
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        SITE_CODE,
        DIARY_DATE,
        days("day_number", "Days since the person's first diary day"),
        _RELATIVE,
        flag("weekend", "Saturday or Sunday; null where the day has no place in the calendar"),
        flag(
            "is_observed",
            "True where there is an entry or the log covers the day; false is not known, not no",
        ),
        flag("is_headache", "Any headache; null when not observed or not recorded"),
        flag("is_migraine", "Migraine; a day without headache is a day without migraine"),
        _BASIS,
        flag("is_attack", "The attack day by that basis; null when unknown"),
        flag("is_severe", "Worst pain at or above the severe limit; null when pain is unknown"),
        flag("is_acute_drug", "Any acute drug taken; null when drugs are not recorded"),
        days(
            "entry_delay_days",
            "Days from the day to the making of its entry, 0 for one made beforehand; null when "
            "unknown",
        ),
        flag("is_late", "The entry was made after more days than the limit; null when unknown"),
    ),
)

ONSET_DAY = Table(
    name="features.onset_day",
    grain="one row per person and spine day",
    key=("person_id", "diary_date"),
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        SITE_CODE,
        DIARY_DATE,
        days(
            "clean_days",
            "Observed attack-free days in unbroken run just before this day, counted to 28",
            28,
        ),
        flag(
            "is_at_risk",
            "An attack could begin on this day: its outcome is known and enough clean days precede",
        ),
        flag("is_onset", "An attack began; null where the day is not at risk"),
    ),
)
DAYS: tuple[Table, ...] = (COVERED_DAY, DIARY_PERSON, DIARY_SPINE, ONSET_DAY)
