"""What each format can say of the contracts: the columns and rows that survive the way through it.

A contract a format is not named with here is sent as a file of our own, whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.cohort.clinical.codes import PLANS
from triggerscape.vocabulary import THERAPY_CODES

if TYPE_CHECKING:
    from triggerscape.cohort.sending.file_formats import FileFormat


@dataclass(frozen=True)
class Carried:
    """Of one contract: the ``columns`` a format has room for, and the rows it is written for.

    ``statuses`` says how each status comes back; a row with another one is not sent. Nor is a
    therapy that is not among ``therapies``, where there are any. ``of_lost`` says what becomes of
    a column in rows of what never took place.
    """

    columns: tuple[str, ...]
    statuses: Mapping[str, str] | None = None
    therapies: tuple[str, ...] = ()
    of_lost: Mapping[str, str | None] = field(default_factory=dict)


_DONE = MappingProxyType({"completed": "completed"})
# An encounter in FHIR was cancelled, whoever did so.
_DONE_OR_NOT = MappingProxyType(
    {"completed": "completed", "no_show": "cancelled", "cancelled": "cancelled"}
)
_BOOKED = MappingProxyType(
    {"completed": "completed", "no_show": "no_show", "cancelled": "cancelled"}
)
_PERSON = Carried(("person_key", "birth_year", "sex"))
_ANSWERS = Carried(
    (
        "person_key",
        "instrument",
        "completed_on",
        *(f"item_{number}" for number in range(1, 7)),
        "total",
    )
)
_VISIT = ("visit_key", "person_key", "visit_date", "setting", "status")
_TIMES = ("start_local", "duration_min")
_THERAPY = (
    "visit_key",
    "person_key",
    "therapy_code",
    "start_date",
    "end_date",
    "delivery",
    "status",
)
# An appointment says neither where nor what for.
_APPOINTMENT = MappingProxyType({"setting": "unknown", "dx_codes": None})
# A record of visits and drugs knows nothing of what people do at home or eat.
_RECORDED = tuple(code for code in THERAPY_CODES if not code.startswith(PLANS))
# A care plan is a course, so what is done at home would come back as one.
_PLANNED = tuple(code for code in THERAPY_CODES if not code.startswith("selfcare_"))

CARRIED: dict[FileFormat, dict[str, Carried]] = {
    "fhir": {
        "person": _PERSON,
        "visit": Carried((*_VISIT, *_TIMES, "utc_offset_min", "dx_codes"), _DONE_OR_NOT),
        "therapy": Carried(_THERAPY, _DONE_OR_NOT),
        "questionnaire": _ANSWERS,
    },
    "omop": {
        "person": _PERSON,
        "visit": Carried((*_VISIT, *_TIMES, "dx_codes"), _DONE),
        "therapy": Carried(_THERAPY, _DONE, _RECORDED),
        "questionnaire": _ANSWERS,
    },
    "synthea": {
        "visit": Carried((*_VISIT, *_TIMES, "utc_offset_min", "dx_codes"), _DONE),
        "therapy": Carried(_THERAPY, _DONE, _PLANNED),
        "questionnaire": _ANSWERS,
    },
    "claims": {
        "visit": Carried((*_VISIT, "dx_codes"), _BOOKED, of_lost=_APPOINTMENT),
        "therapy": Carried(_THERAPY, _DONE, _RECORDED),
        "questionnaire": _ANSWERS,
    },
}


def as_carried(file_format: FileFormat, contract: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a contract that a format is written for, statuses as they come back.

    All columns are kept: which of them survive is said by ``CARRIED``.
    """
    said = CARRIED[file_format].get(contract)
    if said is None:
        return rows
    if said.statuses is not None:
        rows = rows.filter(pl.col("status").is_in(list(said.statuses))).with_columns(
            pl.col("status").replace_strict(said.statuses, return_dtype=pl.String)
        )
    is_lost = pl.col("status") != "completed"
    rows = rows.with_columns(
        pl.when(is_lost).then(pl.lit(word)).otherwise(pl.col(name)).alias(name)
        for name, word in said.of_lost.items()
    )
    if said.therapies:
        rows = rows.filter(pl.col("therapy_code").is_in(said.therapies))
    return rows
