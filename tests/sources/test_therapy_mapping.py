"""Codes to therapies by example: one record in, and what stands in its row of therapy."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_therapies import plain_therapy

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.sources.therapy_mapping import GIVEN, therapies_sql
from triggerscape.delivery.sources.therapy_rules import rules_table

OWN = {
    "local:OMT-4": "omt_cranial",
    "local:PT*": "physio_unspecified",
    "local:PT-VISIT": "outside",
    "cpt:97124": "massage_medical",
    "name:novo kopf": "abortive_other",
    "local:kept for later": "unmapped",
    "snomed:*": "outside",
}
RULES = rules_table(OWN)
Record = tuple[str | None, str | None]


def therapies(*records: Record) -> list[tuple[object, ...]]:
    """(number of the record, then GIVEN) of each row the records make."""
    with duckdb.connect() as con:
        con.execute("CREATE TABLE record (number INTEGER, codes VARCHAR, delivery VARCHAR)")
        for number, record in enumerate(records):
            con.execute("INSERT INTO record VALUES (?, ?, ?)", (number, *record))
        sql = therapies_sql("record", ("number", "codes", "delivery"), RULES)
        return con.execute(f"{sql} ORDER BY number").fetchall()


@pytest.mark.parametrize(
    ("codes", "row"),
    [
        ("cpt:98925", "omt_unspecified session cpt 98925 cpt.98925"),
        ("cpt:20560", "dry_needling session cpt 20560 cpt.20560"),
        ("cpt:97810", "acupuncture session cpt 97810 cpt.97810"),
        ("cpt:97140", "physio_manual_unspecified session cpt 97140 cpt.97140"),
        ("hcpcs:j0585", "botulinum_toxin session hcpcs j0585 hcpcs.J0585"),
        ("snomed:91251008", "physio_unspecified session snomed 91251008 snomed.91251008"),
        ("icd10pcs:7W01X3Z", "omt_hvla session icd10pcs 7W01X3Z icd10pcs.7W01X3Z"),
        ("icd10pcs:7W01X6Z", "omt_unspecified session icd10pcs 7W01X6Z icd10pcs.7W0+"),
        ("atc:N02CC01", "abortive_triptan as_needed atc N02CC01 atc.N02CC+"),
        ("atc:N02CD03", "preventive_cgrp_mab course atc N02CD03 atc.N02CD03"),
        ("atc:N02CD06", "abortive_gepant as_needed atc N02CD06 atc.N02CD06"),
        ("atc:N02CD07", "preventive_gepant course atc N02CD07 atc.N02CD07"),
        ("omop:4229563", "botulinum_toxin session omop 4229563 omop.4229563"),
        ("name:took aimovig 140 mg", "preventive_cgrp_mab course name aimovig name.aimovig"),
        ("name:DHE-45 nasal", "abortive_ergot as_needed name dhe name.dhe"),
    ],
)
def test_a_code_becomes_a_therapy_and_tells_by_which_rule(codes: str, row: str) -> None:
    assert therapies((codes, None)) == [(0, *row.split())]


@pytest.mark.parametrize(
    ("codes", "row"),
    [
        ("cpt:98925|local:OMT-4", "omt_cranial session local OMT-4 site:local:OMT-4"),
        ("local:omt-4", "omt_cranial session local omt-4 site:local:OMT-4"),
        ("local:PT-7", "physio_unspecified session local PT-7 site:local:PT+"),
        ("cpt:97124", "massage_medical session cpt 97124 site:cpt:97124"),
        ("name:NOVO-Kopf 2 Stück", "abortive_other as_needed name novo_kopf site:name:novo_kopf"),
    ],
)
def test_the_sites_own_codes_go_before_ours(codes: str, row: str) -> None:
    assert therapies((codes, None)) == [(0, *row.split())]


def test_a_drug_of_several_classes_is_a_therapy_by_the_one_class_that_is() -> None:
    """Aspirin is in the mouth, in the blood and against pain; ibuprofen in the heart of infants."""
    rows = therapies(
        ("rxnorm:99|atc:A01AD05|atc:B01AC06|atc:N02BA01", None),
        ("atc:C01EB16|atc:G02CC01|atc:M01AE01", None),
        ("atc:A01AD05|atc:B01AC06", None),
    )
    assert [row[1] for row in rows] == ["abortive_nsaid", "abortive_nsaid"]


def test_codes_are_tried_in_the_order_of_the_record() -> None:
    rows = therapies(("local:7|cpt:98925|cpt:97124", None), ("atc:N02CC01|atc:M01AE01", None))
    assert [row[1] for row in rows] == ["massage_medical", "abortive_triptan"]


@pytest.mark.parametrize(
    "codes",
    [
        "cpt:99213",
        "cpt:70551",
        "hcpcs:A0428",
        "atc:J01CA04",
        "local:PT-VISIT",
        "snomed:73761001",
        "hcpcs:J9999|local:7",
    ],
)
def test_what_is_known_to_be_no_therapy_of_ours_makes_no_row(codes: str) -> None:
    assert therapies((codes, None), ("cpt:98925", None))[0][0] == 1


@pytest.mark.parametrize(
    ("codes", "system", "code"),
    [
        ("cpt:64400", "cpt", "64400"),
        ("atc:N02CD", "atc", "N02CD"),
        ("ndc:0002-1436-11", "ndc", "0002-1436-11"),
        ("local:7|local:8", "local", "7"),
        ("http://clinic.example/codes:7", "local", "http://clinic.example/codes:7"),
        ("massage", "local", "massage"),
    ],
)
def test_what_no_rule_knows_is_unmapped_and_keeps_its_first_code(
    codes: str, system: str, code: str
) -> None:
    assert therapies((codes, None)) == [(0, "unmapped", "session", system, code, "none")]


def test_the_rest_of_a_system_is_what_no_other_rule_knows() -> None:
    """The site says snomed:* is outside: our own rules for SNOMED CT hold all the same."""
    rows = therapies(("snomed:1", None), ("snomed:91251008", None), ("snomed:1|cpt:98925", None))
    assert [row[:2] for row in rows] == [(1, "physio_unspecified"), (2, "omt_unspecified")]


def test_of_a_name_nobody_knows_not_one_word_is_kept() -> None:
    [row] = therapies(("name:what Jane gave me|local:7", None))
    assert row == (0, "unmapped", "session", "name", None, "none")


def test_a_text_that_is_no_code_is_not_kept_as_one() -> None:
    long = "x" * 65
    rows = therapies(("local:seen by Dr Smith", None), (f"local:{long}", None))
    assert [row[1:] for row in rows] == [("unmapped", "session", "local", None, "none")] * 2


def test_a_record_without_a_code_has_no_therapy_so_that_the_row_rule_refuses_it() -> None:
    nothing = [therapies((codes, "home"))[0][1:] for codes in (None, "", "|", "cpt:", " : ")]
    assert nothing[:4] == [(None, "home", None, None, None)] * 4
    assert nothing[4] == ("unmapped", "home", "local", None, "none")
    assert not INPUTS["therapy"].column("therapy_code").nullable


def test_a_delivery_the_record_tells_is_kept() -> None:
    rows = therapies(("cpt:98925", "home"), ("local:zz", "course"), ("cpt:98925", None))
    assert [row[2] for row in rows] == ["home", "course", "session"]


def test_columns_of_the_record_pass_through_and_its_codes_do_not() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE record AS SELECT 7 AS source_row, 'cpt:98925' AS codes, 'x' AS y")
        found = con.execute(therapies_sql("record", ("source_row", "codes", "y"), RULES))
        assert [name for name, *_ in found.description] == ["source_row", "y", *GIVEN]
    with pytest.raises(ValueError, match="record has no codes"):
        therapies_sql("record", ("source_row",), RULES)


_CODES = st.sampled_from(
    [f"{rule.system}:{rule.code}" for rule in RULES[::7]]
    + [f"{rule.system}:{rule.code}1" for rule in RULES[::11]]
    + ["local:OMT-4", "local:pt1", "local:PT-VISIT", "cpt:97124", "name:Novo Kopf", "cpt:99213"]
)
_NAMES = st.lists(
    st.sampled_from(
        ["took", "Aimovig", "140mg", "sumatriptán", "dhe", "45", "vitamin", "B2", "eye"]
    ),
    max_size=5,
).map(lambda words: "name:" + " ".join(words))
_NOISE = st.text(alphabet="aZé:0 |-*'\t\u00a0", max_size=12)
RECORDS = st.lists(
    st.tuples(
        st.none() | st.lists(_CODES | _NAMES | _NOISE, max_size=4).map("|".join),
        st.none() | st.sampled_from(["home", "course"]),
    ),
    max_size=8,
)


@given(RECORDS)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_the_statement_gives_what_plain_loops_over_codes_and_rules_give(
    records: list[Record],
) -> None:
    expected = [(n, *row) for n, r in enumerate(records) if (row := plain_therapy(*r, RULES))]
    assert therapies(*records) == expected
