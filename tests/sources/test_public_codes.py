"""Every code of the public samples is a therapy, known to be none, or named here as left open."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from triggerscape.delivery.sources.therapy_mapping import therapies_sql
from triggerscape.delivery.sources.therapy_rules import rules_table

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
OMOP, SYNTHEA = DATA / "omop54-synthea27nj" / "csv", DATA / "synthea-csv-27"
FHIR = DATA / "fhir-bulk-10"
# Each could be a therapy of ours, and does not say which: a site that knows declares it.
LEFT_OPEN = {
    "384758001": "self-care",
    "84478008": "occupational therapy",
    "276239002": "therapy",
    "408869004": "musculoskeletal care",
}
SNOMED, RXNORM = "http://snomed.info/sct", "http://www.nlm.nih.gov/research/umls/rxnorm"
SYSTEMS = {SNOMED: "snomed", RXNORM: "rxnorm"}


def omop_codes(con: duckdb.DuckDBPyConnection, table: str, concept: str) -> list[str]:
    found = con.execute(
        f"""
        SELECT lower(c.vocabulary_id) || ':' || c.concept_code || '|omop:' || c.concept_id
        FROM read_csv($1, all_varchar = true) AS t
        JOIN read_csv($2, all_varchar = true, quote = '"') AS c ON c.concept_id = t.{concept}
        """,
        [str(OMOP / table), str(OMOP / "CONCEPT.csv")],
    )
    return [code for (code,) in found.fetchall()]


def synthea_codes(con: duckdb.DuckDBPyConnection, table: str, system: str) -> list[str]:
    sql = "SELECT $1 || ':' || code FROM read_csv($2, all_varchar = true)"
    found = con.execute(sql, [system, str(SYNTHEA / table)])
    return [code for (code,) in found.fetchall()]


def fhir_codes(resource: str, element: str) -> list[str]:
    text = (FHIR / f"{resource}.000.ndjson").read_text(encoding="utf-8")
    codings = (json.loads(line).get(element, {}).get("coding", []) for line in text.splitlines())
    return ["|".join(f"{SYSTEMS[c['system']]}:{c['code']}" for c in found) for found in codings]


@pytest.mark.parametrize("sample", ["omop", "synthea", "fhir"])
def test_no_code_of_a_public_sample_is_unknown_but_those_left_open(sample: str) -> None:
    folder = {"omop": OMOP, "synthea": SYNTHEA, "fhir": FHIR}[sample]
    if not folder.is_dir():
        pytest.skip(f"the public sample of {sample} is not here")
    with duckdb.connect() as con:
        codes = {
            "omop": lambda: (
                omop_codes(con, "DRUG_EXPOSURE.csv", "drug_concept_id")
                + omop_codes(con, "PROCEDURE_OCCURRENCE.csv", "procedure_concept_id")
            ),
            "synthea": lambda: (
                synthea_codes(con, "medications.csv", "rxnorm")
                + synthea_codes(con, "procedures.csv", "snomed")
                + synthea_codes(con, "careplans.csv", "snomed")
            ),
            "fhir": lambda: (
                fhir_codes("MedicationRequest", "medicationCodeableConcept")
                + fhir_codes("Procedure", "code")
            ),
        }[sample]()
        con.execute("CREATE TABLE record AS SELECT unnest($1) AS codes", [codes])
        rows = con.execute(therapies_sql("record", ("codes",), rules_table({}))).fetchall()
    assert len(codes) > 900
    assert 0 < len(rows) < len(codes)
    assert {row[3] for row in rows if row[0] == "unmapped"} <= set(LEFT_OPEN)
