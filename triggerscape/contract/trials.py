"""Contracts of trials.*: who could enter a comparison of therapies, on which day, and what follows.

A trial has a time zero: the index date of somebody who starts or stops a therapy, or a day on which
somebody who does neither might have. Arms are known on that day; what came before is baseline, what
comes after is outcome, for everybody alike.
"""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.costs import THERAPY_COST_AFTER
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.feature_columns import days, flag
from triggerscape.contract.language import Column, Kind, Table

FIRST_WINDOW, LAST_WINDOW = -6, 5
"""28-day windows around time zero: six before it, six from the day itself on."""
FOLLOW_UP = (1, 2)
"""Windows of the outcome, days 28 to 83: the first month is left to therapies that act slowly."""
COUNTED = {
    "mmd": ("attack", "Attack days, by what counts as an attack of this person"),
    "headache": ("headache", "Headache days"),
    "severe": ("severe", "Severe days"),
    "acute": ("acute", "Days with an acute drug"),
}
SCORED = ("hit6", "midas")

_INDEX_DATE = Column("index_date", Kind.DATE, "Time zero", nullable=False)
_MONTH = Column(
    "month_index", Kind.INTEGER, "Calendar 28-day window that time zero falls in", nullable=False
)
_THERAPY = Column("therapy_id", Kind.TEXT, "Therapy leaf or group", nullable=False)
_ZERO = ("person_id", "index_date")


def _rate(name: str, meaning: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit="d/(28.d)", low=0, high=28)


def _score(name: str, meaning: str) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit="{score}", low=0)


POSSIBLE_ZERO = Table(
    name="trials.possible_zero",
    grain="one row per person and calendar 28-day window with a day on which a trial could begin",
    key=("person_id", "month_index"),
    columns=(PERSON_ID, SITE_CODE, _MONTH, _INDEX_DATE),
)

COURSE_STOP = Table(
    name="trials.course_stop",
    grain="one row per person and newly started therapy whose first course ended on record",
    key=("person_id", "therapy_id"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY,
        Column("start_date", Kind.DATE, "Day the course began", nullable=False),
        Column("stop_date", Kind.DATE, "Day after the last on which it was given", nullable=False),
        Column(
            "known_from",
            Kind.DATE,
            "First day on which nothing was given for longer than the gap of its sessions",
            nullable=False,
        ),
        days("course_days", "From the beginning to the stop"),
    ),
)

TIME_ZERO = Table(
    name="trials.time_zero",
    grain="one row per person and day that is a time zero of any trial",
    key=_ZERO,
    columns=(PERSON_ID, SITE_CODE, _INDEX_DATE, _MONTH),
)

EVENT_WINDOW = Table(
    name="trials.event_window",
    grain="one row per person, time zero and 28-day window around it with a diary day",
    key=(*_ZERO, "event_window"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _INDEX_DATE,
        Column(
            "event_window",
            Kind.INTEGER,
            "From time zero: -6 to -1 before it, 0 from the day itself, 1 and 2 the outcome",
            low=FIRST_WINDOW,
            high=LAST_WINDOW,
        ),
        days("spine_days", "Days of the window within the person's time in the diary"),
        days("observed_days", "Days with an entry or covered by the log"),
        *(
            days(name, meaning)
            for short, what in COUNTED.values()
            for name, meaning in (
                (f"{short}_known_days", f"Days on which it is known: {what}"),
                (f"{short}_days", what),
            )
        ),
        days("neck_pain_known_days", "Days that tell the neck pain"),
        _score("neck_pain_sum", "Neck pain of those days, added up"),
        days("stress_known_days", "Days that tell the stress"),
        _score("stress_tenths_sum", "Stress of those days in tenths of a point, added up"),
    ),
)

RATE_AROUND = Table(
    name="trials.rate_around",
    grain="one row per person, time zero and side of it with a diary day",
    key=(*_ZERO, "side"),
    columns=(
        PERSON_ID,
        _INDEX_DATE,
        Column(
            "side",
            Kind.TEXT,
            "before: days -84 to -1; after: days 28 to 83",
            values=("before", "after"),
            nullable=False,
        ),
        days("mmd_known_days", "Days on which it is known whether it is an attack day"),
        *(_rate(name, f"{meaning}, per 28") for name, (_, meaning) in COUNTED.items()),
        _rate("observed", "Days with an entry per 28 days of the diary"),
        Column("neck_pain", Kind.DOUBLE, "Mean of the days that tell it", "{score}", 0, 10),
        Column("stress", Kind.DOUBLE, "Mean of the days that tell it", "{score}", 0, 10),
    ),
)

SCORE_AROUND = Table(
    name="trials.score_around",
    grain="one row per person, time zero and questionnaire completed before or after it",
    key=(*_ZERO, "instrument"),
    columns=(
        PERSON_ID,
        _INDEX_DATE,
        Column("instrument", Kind.TEXT, "Which questionnaire", nullable=False),
        _score("total_before", "Last total of the 84 days up to time zero"),
        _score(
            "total_after",
            "First total whose days looked back on all lie after time zero, within 140 days",
        ),
    ),
)

START = Table(
    name="trials.start",
    grain="one row per new start, with the doses that follow it",
    key=("person_id", "therapy_id"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY,
        _INDEX_DATE,
        Column(
            "co_starts",
            Kind.BIGINT,
            "Other therapy leaves first used within 28 days of the start; a group's own are none",
            unit="{therapy}",
            low=0,
        ),
        Column("leaf", Kind.TEXT, "The leaf given first; the lower code of two given on one day"),
        Column(
            "sessions_28",
            Kind.BIGINT,
            "Days among 0 to 27 with a session; null for an acute drug, which has none",
            unit="{session}",
            low=0,
        ),
        Column(
            "minutes_28",
            Kind.BIGINT,
            "Minutes of those sessions; null where one is not timed or there is none",
            unit="min",
            low=0,
        ),
        flag(
            "is_stopped_by_84",
            "The course ended before day 84, more than its gap of sessions ago; null for an acute "
            "drug, and where the site's therapies are not on record that long",
        ),
    ),
)

PERSON_AT_ZERO = Table(
    name="trials.person_at_zero",
    grain="one row per person and time zero, with what is known before and after it",
    key=_ZERO,
    columns=(
        PERSON_ID,
        SITE_CODE,
        _INDEX_DATE,
        _MONTH,
        *(
            _rate(f"mmd_m{number}", f"Attack days per 28, window {number} before time zero")
            for number in range(6, 0, -1)
        ),
        *(
            _rate(f"mmd_{number}", f"Attack days per 28, window {number} from time zero on")
            for number in range(LAST_WINDOW + 1)
        ),
        *(
            _rate(f"{name}_{when}", f"{meaning}, per 28 in {days_told}")
            for name, (_, meaning) in COUNTED.items()
            for when, days_told in (("before", "days -84 to -1"), ("after", "days 28 to 83"))
        ),
        *(
            _score(f"{name}_{when}", f"Total of {name.upper()} {when} time zero")
            for name in SCORED
            for when in ("before", "after")
        ),
        _rate("observed_before", "Days with an entry per 28 days of the diary, days -84 to -1"),
        _rate("observed_after", "Days with an entry per 28 days of the diary, days 28 to 83"),
        days("outcome_days", "Days behind the attack days after time zero"),
        Column("age_years", Kind.BIGINT, "Age in the year of time zero", unit="a"),
        flag("is_female", "Sex is female; null when unknown"),
        flag("is_chronic", "Diagnosis is chronic migraine; null when unknown"),
        Column(
            "therapies_before",
            Kind.BIGINT,
            "Therapy leaves in effect on the day before time zero, acute drugs not among them",
            unit="{therapy}",
            low=0,
        ),
        Column(
            "neck_pain_before",
            Kind.DOUBLE,
            "Mean neck pain of the days -84 to -1 that tell it; null when too few do",
        ),
        Column(
            "stress_before",
            Kind.DOUBLE,
            "Mean stress of the days -84 to -1 that tell it; null when too few do",
        ),
    ),
)

TRIALS: tuple[Table, ...] = (
    POSSIBLE_ZERO,
    COURSE_STOP,
    TIME_ZERO,
    EVENT_WINDOW,
    RATE_AROUND,
    SCORE_AROUND,
    START,
    PERSON_AT_ZERO,
    THERAPY_COST_AFTER,
)
