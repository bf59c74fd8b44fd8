"""Contracts of the features of therapies: first uses, new starts and the windows around them."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.feature_columns import days, flag
from triggerscape.contract.language import Column, Kind, Table

_THERAPY_ID = Column("therapy_id", Kind.TEXT, "Therapy leaf or group")
_KEY = ("person_id", "therapy_id")


def _rate(name: str, meaning: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit="d/(28.d)", low=0, high=28)


FIRST_USE = Table(
    name="features.first_use",
    grain="one row per person and therapy leaf or group ever used: the day of its first use",
    key=_KEY,
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY_ID,
        Column("index_date", Kind.DATE, "Day of the first use on record"),
    ),
)

THERAPY_RECORD = Table(
    name="features.therapy_record",
    grain="one row per person and stretch of days for which all therapies of the site came",
    key=("person_id", "from_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        Column("from_date", Kind.DATE, "First day", nullable=False),
        Column("to_date", Kind.DATE, "Last day", nullable=False),
    ),
)

NEW_START = Table(
    name="features.new_start",
    grain="one row per person and first start of a therapy after its washout",
    key=_KEY,
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY_ID,
        Column("index_date", Kind.DATE, "Day the therapy began, unused in the washout before it"),
    ),
)

START_WINDOW = Table(
    name="features.start_window",
    grain="one row per person, new start and 28-day window around it with a diary day",
    key=(*_KEY, "window_index"),
    day="window_start",
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY_ID,
        Column(
            "window_index",
            Kind.INTEGER,
            "-6 to -1 before the start; 0 from the day itself; 1 and 2 are the outcome",
            low=-6,
            high=2,
        ),
        Column("window_start", Kind.DATE, "First day of the window"),
        days("attack_known_days", "Days on which the attack day is known"),
        days("attack_days", "Attack days"),
    ),
)

CO_START = Table(
    name="features.co_start",
    grain="one row per person and new start that another therapy began within 28 days of",
    key=_KEY,
    columns=(
        PERSON_ID,
        _THERAPY_ID,
        Column(
            "co_starts",
            Kind.BIGINT,
            "Other therapy leaves first used within 28 days of the start; a group's own are none",
            unit="{therapy}",
        ),
    ),
)

THERAPY_START = Table(
    name="features.therapy_start",
    grain="one row per new start, with what is known before and after it",
    key=_KEY,
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY_ID,
        Column("index_date", Kind.DATE, "Day the therapy began"),
        *(
            _rate(f"baseline_{number}", f"Attack days per 28, window {number} before the start")
            for number in range(1, 7)
        ),
        _rate("outcome_1", "Attack days per 28 in days 0 to 27 after the start"),
        _rate("outcome", "Attack days per 28 in days 28 to 83 after the start"),
        days("outcome_days", "Days behind the outcome"),
        Column(
            "co_starts",
            Kind.BIGINT,
            "Other therapies begun within 28 days of the start",
            unit="{therapy}",
        ),
        Column("age_years", Kind.BIGINT, "Age in the year of the start", unit="a"),
        flag("is_female", "Sex is female; null when unknown"),
        flag("is_chronic", "Diagnosis is chronic migraine; null when unknown"),
    ),
)

STARTS: tuple[Table, ...] = (
    FIRST_USE,
    THERAPY_RECORD,
    NEW_START,
    START_WINDOW,
    CO_START,
    THERAPY_START,
)
