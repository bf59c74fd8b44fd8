"""Claims in the shape of the Tuva input layer: lines of visits, dispensed drugs, appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.cohort.clinical.answer_lines import answer_lines
from triggerscape.cohort.clinical.codes import code_of, ndc_of
from triggerscape.cohort.clinical.records import ended
from triggerscape.cohort.clinical.tables.headers import CLAIMS
from triggerscape.cohort.clinical.tables.table_file import table_file

if TYPE_CHECKING:
    from triggerscape.cohort.clinical.records import Records
    from triggerscape.cohort.sending.files import SentFile

_OFFICE = "11"
_DIAGNOSES = "icd-10-cm"
_APPOINTMENT_STATUS = {"no_show": "no show", "cancelled": "cancelled"}


def claims_files(records: Records) -> list[SentFile]:
    """The tables of one delivery, each with its header though it may have no rows."""
    tables = {
        "medical_claim": _medical_claims(records),
        "pharmacy_claim": _pharmacy_claims(records),
        "appointment": _appointments(records),
        "observation": _observations(records),
    }
    return [table_file(name, CLAIMS[name], rows, records.site) for name, rows in tables.items()]


def _medical_claims(records: Records) -> pl.DataFrame:
    """One claim a visit that took place, one line a session given in it."""
    visits = records.visit.filter(pl.col("status") == "completed").select(
        "visit_key", "visit_date", "dx_codes"
    )
    rows = records.sessions.join(visits, on="visit_key", how="inner", maintain_order="left")
    pairs = rows.select("therapy_code", "therapy_key").iter_rows()
    codes = [code_of(leaf, key, ("cpt",))[1] for leaf, key in pairs]
    dates = ("claim_start_date", "claim_end_date", "claim_line_start_date", "claim_line_end_date")
    return rows.select(
        claim_id="visit_key",
        claim_line_number=pl.int_range(1, pl.len() + 1).over("visit_key"),
        claim_type=pl.lit("professional"),
        person_id="person_key",
        **dict.fromkeys(dates, pl.col("visit_date")),
        place_of_service_code=pl.lit(_OFFICE),
        service_unit_quantity=pl.lit(1),
        hcpcs_code=pl.Series(codes, dtype=pl.String),
        diagnosis_code_type=pl.lit(_DIAGNOSES),
        diagnosis_code_1=pl.col("dx_codes").list.first().str.strip_prefix("icd10:"),
        data_source=pl.lit(records.site.code),
    )


def _pharmacy_claims(records: Records) -> pl.DataFrame:
    """Courses as dispensed; an open one says no days of supply."""
    rows = records.drugs
    return rows.select(
        claim_id="therapy_key",
        claim_line_number=pl.lit(1),
        person_id="person_key",
        dispensing_date="start_date",
        ndc_code=pl.Series([ndc_of(leaf) for leaf in rows["therapy_code"]], dtype=pl.String),
        days_supply=(pl.col("end_date") - pl.col("start_date")).dt.total_days() + 1,
        data_source=pl.lit(records.site.code),
    )


def _appointments(records: Records) -> pl.DataFrame:
    """Visits that came to nothing, of which no claim is made."""
    rows = records.visit.filter(pl.col("status") != "completed")
    status = pl.col("status").replace_strict(_APPOINTMENT_STATUS, return_dtype=pl.String)
    return rows.select(
        appointment_id="visit_key",
        person_id="person_key",
        start_datetime="start_local",
        end_datetime=ended(),
        duration="duration_min",
        source_status=status,
        normalized_status=status,
        data_source=pl.lit(records.site.code),
    )


def _observations(records: Records) -> pl.DataFrame:
    lines = answer_lines(records.questionnaire)
    panel = (
        pl.col("person_key")
        + "-"
        + pl.col("instrument")
        + "-"
        + pl.col("completed_on").cast(pl.String)
    )
    return lines.select(
        observation_id=panel + "-" + pl.col("name"),
        person_id="person_key",
        panel_id=panel,
        observation_date="completed_on",
        observation_type=pl.lit("survey"),
        source_code_type=pl.lit("local"),
        source_code="name",
        result="value",
        data_source=pl.lit(records.site.code),
    )
