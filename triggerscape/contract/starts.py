"""Contracts of the features of therapies: first uses, days on record, and starts that are new."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Column, Kind, Table

_THERAPY_ID = Column("therapy_id", Kind.TEXT, "Therapy leaf or group")
_KEY = ("person_id", "therapy_id")

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

STARTS: tuple[Table, ...] = (FIRST_USE, THERAPY_RECORD, NEW_START)
