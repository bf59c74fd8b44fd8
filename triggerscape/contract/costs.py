"""Contracts of what therapies cost, as exact sums, and of how satisfied people were with them."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Column, Kind, Table

FOLLOWED_DAYS = 84
"""Costs are followed from the day of a start to day 83, as migraine days are."""

_LEAF = Column("therapy_code", Kind.TEXT, "Therapy leaf", nullable=False)


def _count(name: str, meaning: str, unit: str, low: int = 0) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit=unit, low=low)


def _date(name: str, meaning: str) -> Column:
    return Column(name, Kind.DATE, meaning, nullable=False)


def _thousandths(name: str, meaning: str) -> Column:
    """A sum of money that is exact in every currency: none has more than three decimals."""
    meaning = f"{meaning}, in thousandths of the currency"
    return Column(name, Kind.BIGINT, meaning, low=0)


_PRICED = (
    _count("charged_rows", "Rows that somebody pays for", "{row}"),
    _count("priced_rows", "Those of them whose amount is known", "{row}"),
    Column("first_currency", Kind.TEXT, "Their currency; the first by name where several are"),
    Column("last_currency", Kind.TEXT, "Their currency; the last by name where several are"),
    _thousandths(
        "cost_thousandths", "Their amounts added up, of which several currencies make no sum"
    ),
)

THERAPY_COST = Table(
    name="features.therapy_cost",
    grain="one row per person, therapy leaf and day on which something of it was charged or ought "
    "to be",
    key=("person_id", "therapy_code", "cost_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _LEAF,
        _date("cost_date", "First day of the rows"),
        *_PRICED,
        _thousandths("covered_thousandths", "What a payer paid of them"),
        _thousandths("cover_told_thousandths", "Amounts of which it is told what a payer paid"),
    ),
)

THERAPY_SATISFACTION = Table(
    name="features.therapy_satisfaction",
    grain="one row per person, therapy leaf and day of a visit after which somebody answered",
    key=("person_id", "therapy_code", "visit_date"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _LEAF,
        _date("visit_date", "Day of the visit"),
        _count("answers", "Visits with an answer", "{visit}", low=1),
        _count("satisfaction_sum", "Their answers added up, each from 0 to 10", "{score}"),
    ),
)

THERAPY_COST_COURSE = Table(
    name="features.therapy_cost_course",
    grain="one row per person, therapy leaf and course that began and ended while on record",
    key=("person_id", "therapy_code", "course_number"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        _LEAF,
        _count("course_number", "The person's courses of this leaf, counted from 1", "1", low=1),
        *_PRICED,
    ),
)

THERAPY_COST_START = Table(
    name="features.therapy_cost_start",
    grain="one row per person and therapy, leaf or group, on record from its first use to day 83",
    key=("person_id", "therapy_id"),
    columns=(
        PERSON_ID,
        SITE_CODE,
        Column("therapy_id", Kind.TEXT, "Therapy leaf or group", nullable=False),
        _date("index_date", "Day of its first use"),
        _count("sessions", "Sessions of it in days 0 to 83", "{session}"),
        *_PRICED,
    ),
)

THERAPY_COST_AFTER = Table(
    name="trials.therapy_cost_after",
    grain="one row per person and time zero with therapies on record through day 83",
    key=("person_id", "index_date"),
    columns=(PERSON_ID, SITE_CODE, _date("index_date", "Time zero"), *_PRICED),
)

COSTS: tuple[Table, ...] = (
    THERAPY_COST,
    THERAPY_SATISFACTION,
    THERAPY_COST_COURSE,
    THERAPY_COST_START,
)
