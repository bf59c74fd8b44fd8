"""OMOP CDM tables: version 5.4 and 5.3 by turns, their headers in capitals at some sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.cohort.clinical.answer_lines import PLACES, answer_lines
from triggerscape.cohort.clinical.codes import LOCAL, code_of
from triggerscape.cohort.clinical.records import ended
from triggerscape.cohort.clinical.tables.headers import BEFORE_OMOP_54, OMOP
from triggerscape.cohort.clinical.tables.omop_concepts import CONCEPTS, concept_of
from triggerscape.cohort.clinical.tables.table_file import table_file

if TYPE_CHECKING:
    from triggerscape.cohort.clinical.records import Records
    from triggerscape.cohort.sending.files import SentFile

_GENDERS = {"female": 8532, "male": 8507}
_OUTPATIENT = 9202
_FROM_RECORD = 32817  # the concept of "EHR" as the type of a record


def omop_files(records: Records) -> list[SentFile]:
    """The tables of one delivery, each with its header though it may have no rows."""
    tables = {
        "person": _person(records),
        "visit_occurrence": _visits(records),
        "condition_occurrence": _conditions(records),
        "procedure_occurrence": _procedures(records),
        "drug_exposure": _drugs(records),
        "observation": _observations(records),
        "concept": CONCEPTS,
    }
    is_54 = records.site_number % 2 == 1
    in_capitals = records.site_number % 3 == 0
    files = []
    for name, rows in tables.items():
        header = OMOP[name] if is_54 else _before_54(OMOP[name])
        kept = rows if is_54 else _renamed(rows)
        files.append(table_file(name, header, kept, records.site, in_capitals=in_capitals))
    return files


def _before_54(header: tuple[str, ...]) -> list[str]:
    earlier = [BEFORE_OMOP_54.get(name, name) for name in header]
    return [name for name in earlier if name]


def _renamed(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns version 5.3 has, under the names it has for them."""
    names = {name: BEFORE_OMOP_54.get(name, name) for name in rows.columns}
    return rows.select(pl.col(name).alias(old) for name, old in names.items() if old)


def _person(records: Records) -> pl.DataFrame:
    return records.person.select(
        person_id="person_key",
        gender_concept_id=pl.col("sex").replace_strict(_GENDERS, default=0, return_dtype=pl.Int64),
        year_of_birth="birth_year",
    )


def _visits(records: Records) -> pl.DataFrame:
    return records.visit.select(
        visit_occurrence_id="visit_key",
        person_id="person_key",
        visit_concept_id=pl.lit(_OUTPATIENT),
        visit_start_date="visit_date",
        visit_start_datetime="start_local",
        visit_end_date=ended().cast(pl.Date),
        visit_end_datetime=ended(),
        visit_type_concept_id=pl.lit(_FROM_RECORD),
    )


def _conditions(records: Records) -> pl.DataFrame:
    """What each visit was for: no standard concept, and the code as the clinic wrote it."""
    told = records.visit.explode("dx_codes").drop_nulls("dx_codes")
    place = pl.int_range(pl.len()).over("visit_key")
    return told.select(
        condition_occurrence_id=pl.col("visit_key").cast(pl.Int64) * 10 + place,
        person_id="person_key",
        condition_concept_id=pl.lit(0),
        condition_start_date="visit_date",
        condition_type_concept_id=pl.lit(_FROM_RECORD),
        visit_occurrence_id="visit_key",
        condition_source_value=pl.col("dx_codes").str.strip_prefix("icd10:"),
        condition_source_concept_id=pl.lit(0),
    )


def _procedures(records: Records) -> pl.DataFrame:
    rows = _with_codes(records.sessions, ("cpt",))
    return rows.select(
        procedure_occurrence_id="therapy_key",
        person_id="person_key",
        procedure_concept_id="concept",
        procedure_date="start_date",
        procedure_type_concept_id=pl.lit(_FROM_RECORD),
        visit_occurrence_id="visit_key",
        procedure_source_value="source",
        procedure_source_concept_id=pl.lit(0),
    )


def _drugs(records: Records) -> pl.DataFrame:
    rows = _with_codes(records.drugs, ("rxnorm", "atc"))
    return rows.select(
        drug_exposure_id="therapy_key",
        person_id="person_key",
        drug_concept_id="concept",
        drug_exposure_start_date="start_date",
        drug_exposure_end_date="end_date",
        drug_type_concept_id=pl.lit(_FROM_RECORD),
        drug_source_value="source",
        drug_source_concept_id=pl.lit(0),
    )


def _with_codes(therapy: pl.DataFrame, systems: tuple[str, ...]) -> pl.DataFrame:
    """The rows and two columns: the concept, 0 where the code is the site's own, and the code."""
    pairs = therapy.select("therapy_code", "therapy_key").iter_rows()
    codes = [code_of(leaf, key, systems) for leaf, key in pairs]
    concepts = [0 if system == LOCAL else concept_of(system, code) for system, code in codes]
    return therapy.with_columns(
        pl.Series("concept", concepts, dtype=pl.Int64),
        pl.Series("source", [code for _, code in codes], dtype=pl.String),
    )


def _observations(records: Records) -> pl.DataFrame:
    """A line an answer; its number hangs on person, day and name, not on what else is sent."""
    lines = answer_lines(records.questionnaire)
    days = pl.col("completed_on").cast(pl.Int32).cast(pl.Int64)
    place = pl.col("name").replace_strict(PLACES, return_dtype=pl.Int64)
    number = (pl.col("person_key").cast(pl.Int64) * 100_000 + days) * 20 + place
    return lines.select(
        observation_id=number,
        person_id="person_key",
        observation_concept_id=pl.lit(0),
        observation_date="completed_on",
        observation_type_concept_id=pl.lit(_FROM_RECORD),
        value_as_number="value",
        observation_source_value="name",
        observation_source_concept_id=pl.lit(0),
    )
