"""Contracts of features.*: what the models read, one row per person-day or person-window."""

from __future__ import annotations

from triggerscape.contract.core import EXTRA, PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.contract.starts import STARTS

_DATE = Column("diary_date", Kind.DATE, "The person's local day", nullable=False)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, Kind.BOOLEAN, meaning)


def _days(name: str, meaning: str) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit="d", low=0)


COVERED_DAY = Table(
    name="features.covered_day",
    grain="one row per person and day that a log covers and that has no entry of its own",
    key=("person_id", "diary_date"),
    columns=(PERSON_ID, SITE_CODE, _DATE),
)

DIARY_SPINE = Table(
    name="features.diary_spine",
    grain="one row per person and calendar day from the first to the last diary day, gaps kept",
    key=("person_id", "diary_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _DATE,
        Column("day_number", Kind.BIGINT, "Days since the person's first diary day", unit="d"),
        _flag("date_is_relative", "True where the day has no place in the calendar"),
        _flag(
            "is_observed",
            "True where there is an entry or the log covers the day; false is not known, not no",
        ),
        _flag("is_headache", "Any headache; null when not observed or not recorded"),
        _flag("is_migraine", "Migraine; a day without headache is a day without migraine"),
        Column(
            "attack_basis",
            Kind.TEXT,
            "What counts as an attack day of this person: migraine, or headache where the diary "
            "never says which headaches were migraine",
            values=("migraine", "headache"),
        ),
        _flag("is_attack", "The attack day by that basis; null when unknown"),
        _flag("is_severe", "Worst pain at or above the severe limit; null when pain is unknown"),
        _flag("is_acute_drug", "Any acute drug taken; null when drugs are not recorded"),
    ),
)

ONSET_DAY = Table(
    name="features.onset_day",
    grain="one row per person and spine day",
    key=("person_id", "diary_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _DATE,
        _days("clean_days", "Observed attack-free days in unbroken run just before this day"),
        _flag(
            "is_at_risk",
            "An attack could begin on this day: its outcome is known and enough clean days precede",
        ),
        _flag("is_onset", "An attack began; null where the day is not at risk"),
    ),
)


def _yes_no(name: str, meaning: str) -> Column:
    return Column(name, Kind.BOOLEAN, meaning)


FACTOR_DAY = Table(
    name="features.factor_day",
    grain="one row per person and spine day; null is not observed or not asked",
    key=("person_id", "diary_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _DATE,
        _yes_no("sleep_short", "Sleep that ended on this day lasted 6.5 hours or less"),
        _yes_no("sleep_poor", "Quality of that sleep was 1 or 2 of 5"),
        Column("stress_level", Kind.DOUBLE, "Stress of 0 to 10, in steps of 2 points"),
        _yes_no(
            "stress_letdown",
            "Stress fell by 2.5 points or more since the day before; null unless both are known",
        ),
        _yes_no("posture_poor", "Own posture rating was 1 or 2 of 5"),
        _yes_no("screen_long", "8 hours or more in front of a screen"),
        _yes_no("alcohol_any", "Any alcohol"),
        _yes_no("alcohol_heavy", "7 units of 10 g or more: five US drinks"),
        _yes_no("caffeine_high", "285 mg of caffeine or more: three cups of coffee"),
        _yes_no(
            "caffeine_withdrawal",
            "No caffeine after 190 mg or more on the day before; null unless both are known",
        ),
        _yes_no("meal_skipped", "A meal was skipped"),
        _yes_no("water_low", "Less than 1,500 ml of water"),
        _yes_no("chocolate", "Chocolate, where the diary asks about it"),
        _yes_no("cheese", "Cheese, where the diary asks about it"),
        _yes_no("menses_window", "From 2 days before to 3 days after the first day of bleeding"),
        _yes_no("ovulation_window", "16 to 12 days before the next first day of bleeding"),
        _yes_no("weekend", "Saturday or Sunday; null where the day has no place in the calendar"),
        _yes_no("travel", "Travel, where the diary asks about it"),
        _yes_no("odour", "Odours, where the diary asks about them"),
        _yes_no("neck_pain_any", "Neck pain of 3 or more"),
        _yes_no("fatigue", "Tiredness, where the diary asks about it"),
        _yes_no("bright_light", "Bright light, where the diary asks about it"),
        _yes_no("preventive_day", "Took the day's preventive drug"),
        EXTRA,
    ),
)

PERSON_WINDOW = Table(
    name="features.person_window",
    grain="one row per person, kind of window and 28-day window with an observed day",
    key=("person_id", "window_kind", "window_index"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        Column(
            "window_kind",
            Kind.TEXT,
            "calendar: the same 28 days for everybody; personal: from the person's first day",
            values=("calendar", "personal"),
        ),
        Column("window_index", Kind.INTEGER, "Number of the window, in time order"),
        Column("window_start", Kind.DATE, "First day of the window"),
        _days("observed_days", "Days with an entry"),
        _days("headache_known_days", "Days on which headache is known"),
        _days("headache_days", "Headache days"),
        _days("migraine_known_days", "Days on which migraine is known"),
        _days("migraine_days", "Migraine days"),
        _days("severe_known_days", "Days on which the worst pain is known"),
        _days("severe_days", "Severe days"),
        _days("acute_known_days", "Days on which acute drugs are recorded"),
        _days("acute_days", "Days with an acute drug"),
        _days("spine_days", "Days of the window within the person's time in the diary"),
    ),
)


BLEEDING = Table(
    name="features.bleeding",
    grain="one row per person and first day of menstrual bleeding",
    key=("person_id", "first_date"),
    columns=(
        PERSON_ID,
        Column("first_date", Kind.DATE, "Bleeding, and none in the 10 days before"),
    ),
)
CYCLE_DAY = Table(
    name="features.cycle_day",
    grain="one row per day whose bleeding is recorded, yes or no, of a person who ever bled",
    key=("person_id", "diary_date"),
    columns=(
        PERSON_ID,
        _DATE,
        _yes_no("menses_window", "From 2 days before to 3 days after a first day of bleeding"),
        _yes_no("ovulation_window", "16 to 12 days before the next; null after the last"),
    ),
)
WINDOW_MEASURE = Table(
    name="features.window_measure",
    grain="one row per person, window and burden measure that its days can support",
    key=("person_id", "window_kind", "window_index", "measure_id"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        *(PERSON_WINDOW.column(n) for n in ("window_kind", "window_index", "window_start")),
        Column("measure_id", Kind.TEXT, "Which burden measure"),
        _days("days", "Days behind it"),
        Column("value", Kind.BIGINT, "Numerator: days, or days per 28 in millionths"),
        Column("weight", Kind.BIGINT, "Denominator: days, or one million for a rate"),
    ),
)
FEATURES: tuple[Table, ...] = (
    COVERED_DAY,
    DIARY_SPINE,
    ONSET_DAY,
    BLEEDING,
    CYCLE_DAY,
    FACTOR_DAY,
    PERSON_WINDOW,
    WINDOW_MEASURE,
    *STARTS,
)
