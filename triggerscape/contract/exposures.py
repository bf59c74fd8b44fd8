"""Contracts of therapy exposure: sessions, doses, courses, and the days on which they are felt."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Column, Kind, Table

_THERAPY_CODE = Column("therapy_code", Kind.TEXT, "Therapy leaf", nullable=False)
_KEY = ("person_id", "therapy_code")
_MINUTES = Column(
    "minutes",
    Kind.BIGINT,
    "Minutes of all rows that tell them, added up; null where none does",
    unit="min",
    low=0,
)


def _count(name: str, meaning: str, unit: str, low: int = 0) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit=unit, low=low)


def _date(name: str, meaning: str, *, nullable: bool = True) -> Column:
    return Column(name, Kind.DATE, meaning, nullable=nullable)


THERAPY_SESSION = Table(
    name="features.therapy_session",
    grain="one row per person, therapy leaf and day on which it was given",
    key=(*_KEY, "session_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY_CODE,
        _date("session_date", "Day of the session", nullable=False),
        _count("row_count", "Rows of therapy it was made from", "{row}", low=1),
        _MINUTES,
        _count(
            "body_regions",
            "Regions of the body that its rows name; null where none does",
            "{region}",
            low=1,
        ),
    ),
)

THERAPY_DOSE = Table(
    name="features.therapy_dose",
    grain="one row per person, therapy leaf and day on which a session was given or a supply began",
    key=(*_KEY, "dose_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY_CODE,
        _date("dose_date", "Day of the session, or first day of the supply", nullable=False),
        _date("given_until", "Last day of what was given then; null is still going on"),
        Column("is_session", Kind.BOOLEAN, "A session was given on this day"),
        _MINUTES,
    ),
)

THERAPY_COURSE = Table(
    name="features.therapy_course",
    grain="one row per person, therapy leaf and course",
    key=(*_KEY, "course_number"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _THERAPY_CODE,
        _count("course_number", "The person's courses of this leaf, counted from 1", "1", low=1),
        _date("first_date", "Day of the first dose", nullable=False),
        _date("last_date", "Last day on which it was given; null is still going on"),
        _count("sessions", "Sessions", "{session}"),
        _count("timed_sessions", "Sessions whose minutes are known", "{session}"),
        _MINUTES,
        _count(
            "usual_gap_days",
            "Median days between its sessions, the lower of two: its regimen, 7 for weekly; null "
            "with fewer than two sessions",
            "d",
            low=1,
        ),
        _date("established_from", "First day on which the full effect is expected"),
        _date("active_until", "Last day on which the last dose counts as carrying on"),
        _date(
            "washout_until",
            "Last day of the washout: after it nothing is left, and a dose begins another course",
        ),
    ),
)

THERAPY_DAY = Table(
    name="features.therapy_day",
    grain="one row per person, spine day and therapy leaf in effect",
    key=("person_id", "diary_date", "therapy_code"),
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        _date("diary_date", "The person's local day", nullable=False),
        _THERAPY_CODE,
        Column(
            "phase",
            Kind.TEXT,
            "onset: given, full effect not yet expected; established: full effect expected; "
            "washout: the last dose no longer carries on; it fades, and a late one may still come",
            values=("onset", "established", "washout"),
        ),
        _count("day_of_course", "Days since the first day of the course", "d"),
        _count("sessions_so_far", "Sessions of the course up to this day", "{session}"),
        Column(
            "days_since_session",
            Kind.BIGINT,
            "Days since the latest session of the course, at most 365; null where it had none",
            unit="d",
            low=0,
            high=365,
        ),
    ),
)

EXPOSURES: tuple[Table, ...] = (THERAPY_SESSION, THERAPY_DOSE, THERAPY_COURSE, THERAPY_DAY)
