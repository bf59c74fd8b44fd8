"""Synthea's CSV tables: moments in UTC; of drugs and plans a code without its system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.cohort.clinical.answer_lines import answer_lines
from triggerscape.cohort.clinical.codes import SYSTEMS, code_of
from triggerscape.cohort.clinical.records import ended, in_utc, mornings_in_utc
from triggerscape.cohort.clinical.tables.headers import SYNTHEA
from triggerscape.cohort.clinical.tables.table_file import table_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.cohort.clinical.records import Records
    from triggerscape.cohort.sending.files import SentFile

_FOLLOW_UP = "185349003"  # SNOMED: encounter for check up


def synthea_files(records: Records) -> list[SentFile]:
    """The tables of one delivery, each with its header though it may have no rows."""
    tables = {
        "encounters": _encounters(records),
        "conditions": _conditions(records),
        "procedures": _procedures(records),
        "medications": _medications(records),
        "careplans": _careplans(records),
        "observations": _observations(records),
    }
    return [table_file(name, SYNTHEA[name], rows, records.site) for name, rows in tables.items()]


def _encounters(records: Records) -> pl.DataFrame:
    visits = records.visit.with_columns(ended=ended())
    return visits.select(
        Id="visit_key",
        START=in_utc("start_local", "utc_offset_min"),
        STOP=in_utc("ended", "utc_offset_min"),
        PATIENT="person_key",
        ENCOUNTERCLASS=pl.lit("ambulatory"),
        CODE=pl.lit(_FOLLOW_UP),
        DESCRIPTION=pl.lit("Encounter for check up (procedure)"),
    )


def _conditions(records: Records) -> pl.DataFrame:
    told = records.visit.explode("dx_codes").drop_nulls("dx_codes")
    return told.select(
        START="visit_date",
        PATIENT="person_key",
        ENCOUNTER="visit_key",
        SYSTEM=pl.lit(SYSTEMS["icd10"]),
        CODE=pl.col("dx_codes").str.strip_prefix("icd10:"),
    )


def _procedures(records: Records) -> pl.DataFrame:
    """Sessions, at the times of the visit they were part of."""
    visits = records.visit.with_columns(ended=ended()).select(
        "visit_key",
        START=in_utc("start_local", "utc_offset_min"),
        STOP=in_utc("ended", "utc_offset_min"),
    )
    rows = records.sessions.join(visits, on="visit_key", how="left", maintain_order="left")
    codes = [code_of(*row, ("snomed", "cpt")) for row in _named(rows)]
    return rows.select(
        "START",
        "STOP",
        PATIENT="person_key",
        ENCOUNTER="visit_key",
        SYSTEM=pl.Series([SYSTEMS[system] for system, _ in codes], dtype=pl.String),
        CODE=pl.Series([code for _, code in codes], dtype=pl.String),
        DESCRIPTION="therapy_code",
    )


def _medications(records: Records) -> pl.DataFrame:
    rows, zone = records.drugs, records.site.timezone
    return rows.select(
        START=mornings_in_utc(rows["start_date"], zone),
        STOP=mornings_in_utc(rows["end_date"], zone),
        PATIENT="person_key",
        CODE=_codes(rows, ("rxnorm",)),
        DESCRIPTION="therapy_code",
    )


def _careplans(records: Records) -> pl.DataFrame:
    rows = records.plans
    return rows.select(
        Id="therapy_key",
        START="start_date",
        STOP="end_date",
        PATIENT="person_key",
        CODE=_codes(rows, ()),
        DESCRIPTION="therapy_code",
    )


def _codes(therapy: pl.DataFrame, systems: tuple[str, ...]) -> pl.Series:
    """Codes of a table that names no system."""
    return pl.Series([code_of(*row, systems)[1] for row in _named(therapy)], dtype=pl.String)


def _named(therapy: pl.DataFrame) -> Iterator[tuple[str, str]]:
    return therapy.select("therapy_code", "therapy_key").iter_rows()


def _observations(records: Records) -> pl.DataFrame:
    lines = answer_lines(records.questionnaire)
    return lines.select(
        DATE=mornings_in_utc(lines["completed_on"], records.site.timezone),
        PATIENT="person_key",
        CATEGORY=pl.lit("survey"),
        CODE="name",
        DESCRIPTION="name",
        VALUE="value",
        UNITS=pl.lit("{score}"),
        TYPE=pl.lit("numeric"),
    )
