"""Every form trips its wire, check digits are checked, and no honest word or code trips any."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape import vocabulary
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.privacy.tripwire_forms import BIRTH_DATE, TRIPWIRES
from triggerscape.delivery.privacy.tripwires import (
    TRIPWIRE_RULES,
    is_suspicious_sql,
    key_tripwire_sql,
    tripped_by,
    tripwire_sql,
)

# Numbers with check digits are examples their issuers publish.
TELLING = {
    "privacy.email": ("ann@example.org", "ann (at) example.org", "ann＠example．org"),
    "privacy.url": ("see https://example.org/ann", "WWW.example.org", "@jane_doe"),
    "privacy.ip": ("192.0.2.17", "2001:db8::1", "00:1a:2b:3c:4d:5e", "aa-bb-cc-dd-ee-ff"),
    "privacy.phone": ("+49 30 1234567", "(212) 555-0147", "06 12 34 56 78", "1-212-555-0147"),
    "privacy.area_code_phone": ("0151/2345678", "020 7946 0018", "010-1234-5678"),
    "privacy.ssn": ("123-45-6789", "１２３－４５－６７８９"),
    "privacy.nhs_number": ("943 476 5919", "943\u00a0476\u00a0\u200b5919"),
    "privacy.national_id": (
        "850304-1234567",
        "AB 12 34 56 C",
        "MRTMTT25D09F205Z",
        "65 120345 M 912",
    ),
    "privacy.french_nir": ("255081416802538", "2 55 08 14 168 025 38"),
    "privacy.spanish_dni": ("12345678Z", "X1234567L"),
    "privacy.ahv_number": ("756.9217.0769.85",),
    "privacy.bank_account": (
        "GB82 WEST 1234 5698 7654 32",
        "DE89370400440532013000",
        "FR14 2004 1010 0505 0001 3M02 606",
    ),
    "privacy.card_number": ("4111 1111 1111 1111",),
    "privacy.birth_date": ("1980-03-04", "03/04/1980", "4 May 1980", "May 4, 1980", "DOB: 1/2/80"),
    "privacy.record_number": ("MRN 48291", "policy no. 12345678", "VIN 1HGCM82633A004352"),
    "privacy.address": (
        "12 Main Street",
        "12 Elm St",
        "Hauptstraße 12",
        "12, rue de la Paix",
        "Calle Mayor, 5",
        "강남구 테헤란로 152",
        "SW1A 1AA",
        "P.O. Box 12",
    ),
    "privacy.coordinates": ("40.7128, -74.0060",),
    "privacy.picture": ("face.JPG", "data:image/png;base64,iVBOR"),
}
HONEST = (
    "97140; icd10:G43.709; N02CC01; 404909007; 1700000000; 00069-0150-01; 0169-4132-12; 00069015001"
    "; 808.742.334; 1,000; v2.0.1; 2025-03-01; 2025-03-01T08:30:15Z; 12:30; 12:30:15; 1900-01-01"
    "; 20250301; America/New_York; p1a2b3c4d5e6f; pt-00012; 30 minute drive; took 200000 IU"
    "; 9.229111585687717; b3f1c2d4-1111-4222-8333-123456789abc; stress|sleep_lack; S01-2025-03"
).split("; ")
# One digit further, the check digit is wrong.
WRONG_CHECK = (
    "255081416802539; 12345678A; 756.9217.0769.86; GB82 WEST 1234 5698 7654 33; 4111 1111 1111 1112"
).split("; ")


def test_every_wire_is_shown_here_and_told_as_a_rule():
    codes = [wire.code for wire in TRIPWIRES]
    assert sorted(codes) == sorted(TELLING)
    assert [rule.code for rule in TRIPWIRE_RULES] == [*codes, "privacy.key_of_figures"]


@pytest.mark.parametrize("code", TELLING)
def test_a_telling_text_trips_its_wire_alone_and_within_a_sentence(code: str):
    texts = [*TELLING[code], *(f"told on Monday: {text}, he said" for text in TELLING[code])]
    assert [
        text for text, codes in zip(texts, tripped_by(texts), strict=True) if code not in codes
    ] == []


def test_a_number_with_a_wrong_check_digit_trips_nothing():
    assert [codes for codes in tripped_by(WRONG_CHECK) if codes] == []
    assert tripped_by(["943-476-5918"]) == [("privacy.phone",)]  # still a telephone number's form


def test_no_honest_text_trips_a_wire():
    words = [str(word) for name in dir(vocabulary) for word in _words(getattr(vocabulary, name))]
    words += [value for table in INPUTS.values() for column in table for value in column.values]
    texts = [*HONEST, *words]
    assert len(texts) > 150
    assert [
        (text, codes) for text, codes in zip(texts, tripped_by(texts), strict=True) if codes
    ] == []


def _words(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) and all(isinstance(v, str) for v in value) else ()


def test_most_words_are_not_even_suspicious():
    words = [value for table in INPUTS.values() for column in table for value in column.values]
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT text FROM (SELECT unnest($1) AS text) WHERE {is_suspicious_sql('text')}",
            [words],
        ).fetchall()
    assert rows == []


@pytest.mark.parametrize("wire", TRIPWIRES, ids=lambda wire: wire.code)
def test_whatever_trips_a_wire_is_suspicious(wire):
    """The cheap look never hides a text from the thorough one."""

    @settings(max_examples=15, deadline=None, derandomize=True, database=None)
    @given(st.lists(st.from_regex(re.compile(wire.form, re.ASCII)), min_size=1, max_size=5))
    def hold(texts: list[str]) -> None:
        with duckdb.connect() as con:
            missed = con.execute(
                f"SELECT text FROM (SELECT unnest($1) AS text) "
                f"WHERE len({tripwire_sql('text')}) > 0 AND NOT {is_suspicious_sql('text')}",
                [[text.replace("\0", "") for text in texts]],
            ).fetchall()
        assert missed == []

    hold()


def test_pseudonyms_are_held_to_fewer_forms_and_may_not_be_figures_alone():
    keys = ["12345678", "01-001-0012", "p1a2b3c4d5e6f", "pt-00012", "123-45-6789"]
    with duckdb.connect() as con:
        judged = {
            declared: [
                codes
                for (codes,) in con.execute(
                    f"SELECT {key_tripwire_sql('k', digits_are_pseudonyms=declared)} "
                    "FROM (SELECT unnest($1) AS k)",
                    [keys],
                ).fetchall()
            ]
            for declared in (False, True)
        }
    assert judged[False] == [["privacy.key_of_figures"], [], [], [], ["privacy.ssn"]]
    assert judged[True] == [[], [], [], [], ["privacy.ssn"]]


def test_a_text_without_value_trips_nothing():
    with duckdb.connect() as con:
        assert con.execute(f"SELECT {tripwire_sql('CAST(NULL AS VARCHAR)')}").fetchall() == [([],)]


@pytest.mark.parametrize(
    "file",
    [
        "aces-daily/aces_daily.csv",
        "kostecki-dillon/kostecki_dillon.csv",
        "tuva-input-layer/raw_data__medical_claim.csv",
        "synthea-csv-27/conditions.csv",
    ],
)
def test_real_data_of_nobody_trip_nothing_but_dates(shared_data: Callable[[str], Path], file: str):
    rows = pl.read_csv(shared_data(file), infer_schema=False, n_rows=3000)
    wires = tripwire_sql("text", without=[BIRTH_DATE])
    with duckdb.connect() as con:
        for column in rows.columns:
            texts = rows[column].drop_nulls().unique().to_list()
            found = con.execute(
                f"SELECT text, {wires} AS codes FROM (SELECT unnest($1::VARCHAR[]) AS text) "
                "WHERE len(codes) > 0",
                [texts],
            ).fetchall()
            assert found == [], column
