"""The shipped rules: every fault of the tables is named, and no licensed text is among them."""

from __future__ import annotations

import csv
from dataclasses import replace

import duckdb
import pytest

from triggerscape.delivery.sources.drug_names import DrugName, drug_names
from triggerscape.delivery.sources.therapy_mapping import therapies_sql
from triggerscape.delivery.sources.therapy_rule_faults import SOURCES, name_faults, rule_faults
from triggerscape.delivery.sources.therapy_rules import TherapyRule, rules_table, shipped_rules
from triggerscape.vocabulary import THERAPIES, THERAPY_CODES
from triggerscape.warehouse.statements import sql_folder

FOLDER = sql_folder() / "sources"
RULES = shipped_rules()
PHYSIO = TherapyRule("cpt.97110", "cpt", "exact", "97110", "physio_unspecified", "session", "CPT")
BROAD = TherapyRule("cpt.97+", "cpt", "prefix", "97", "outside", "", "CPT")
# What only a site can tell: billing codes count regions, minutes and needles, never techniques.
BY_SITE_OR_DIARY = {
    *("omt_cranial", "omt_soft_tissue", "omt_suboccipital_decompression", "omt_counterstrain"),
    *("massage_medical", "massage_relaxation", "massage_trigger_point", "massage_craniosacral"),
    *("physio_deep_neck_flexor", "physio_postural_correction", "physio_joint_mobilisation"),
    *("physio_thoracic_mobility", "laser_class_iv", "exercise_strength"),
    *("supplement_other", "selfcare_neck_stretch", "selfcare_scalp_massage", "selfcare_meditation"),
    *("selfcare_sleep_hygiene", "selfcare_hydration", "ergonomic_breaks", "ergonomic_pillow"),
    "unmapped",
}


def test_the_shipped_tables_have_no_fault() -> None:
    assert rule_faults(RULES) == []
    assert name_faults(drug_names()) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rule": "cpt.physio"}, "is named cpt.97110 after what it says"),
        ({"system": "local", "rule": "local.97110"}, "local is no code system with rules of ours"),
        ({"match": "like"}, "like is no way to match a code"),
        (
            {"code": "97-110", "rule": "cpt.97-110"},
            "its code is not written in capitals and digits",
        ),
        ({"therapy_code": "physio"}, "physio is no therapy"),
        ({"delivery": ""}, "nothing is no way to give it"),
        ({"therapy_code": "outside"}, "session is no way to give it"),
        ({"source": "Therapeutic exercises, 15 min"}, "Therapeutic exercises, 15 min is no source"),
    ],
)
def test_a_faulty_rule_is_named_with_its_fault(changed: dict[str, str], said: str) -> None:
    rule = replace(PHYSIO, **changed)
    [fault] = rule_faults([rule])
    assert fault.startswith(f"{rule.rule}: {said}")


def test_a_rule_that_could_never_be_tried_is_named() -> None:
    assert rule_faults([PHYSIO, BROAD]) == []
    assert rule_faults([BROAD, PHYSIO]) == ["cpt.97110: never tried, 97 stands before it"]
    assert rule_faults([PHYSIO, PHYSIO]) == ["cpt.97110: stands in the table twice"]


def test_a_faulty_name_is_named_with_its_fault() -> None:
    names = [
        DrugName("Aimovig", "preventive_cgrp_mab", "N02CD01"),
        DrugName("aimovig", "cgrp", "N02CD1"),
        DrugName("nurtec", "abortive_gepant", ""),
        DrugName("nurtec", "abortive_gepant", ""),
    ]
    assert name_faults(names) == [
        "Aimovig: is not folded to small letters and single blanks",
        "aimovig: cgrp is no therapy",
        "aimovig: N02CD1 has not the form of an ATC code",
        "nurtec: stands in the table twice",
    ]


def test_codes_are_shipped_and_never_the_texts_that_describe_them() -> None:
    with (FOLDER / "therapy_rules.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == "rule system match code therapy_code delivery source".split()
    assert {row["source"] for row in rows} <= SOURCES
    others = {value for row in rows for name, value in row.items() if name != "source"}
    assert [value for value in others if " " in value] == []


def test_needling_with_and_without_acupuncture_is_never_merged() -> None:
    reached = {rule.code: rule.therapy_code for rule in RULES if rule.system == "cpt"}
    assert {reached[code] for code in ("20560", "20561")} == {"dry_needling"}
    assert {reached[code] for code in ("97810", "97811", "97813", "97814")} == {"acupuncture"}


def test_a_gepant_and_an_antibody_of_one_class_are_told_apart_and_the_class_alone_is_not() -> None:
    by_code = {rule.code: rule.therapy_code for rule in RULES if rule.code.startswith("N02CD")}
    assert by_code == {
        **dict.fromkeys(("N02CD01", "N02CD02", "N02CD03", "N02CD05"), "preventive_cgrp_mab"),
        **dict.fromkeys(("N02CD04", "N02CD06"), "abortive_gepant"),
        "N02CD07": "preventive_gepant",
    }


def test_every_therapy_is_reached_by_a_code_or_a_name_or_known_to_need_the_site() -> None:
    reached = {rule.therapy_code for rule in rules_table({})} - {"outside"}
    assert set(THERAPY_CODES) - reached == BY_SITE_OR_DIARY
    groups = {therapy.group for therapy in THERAPIES if therapy.code in reached}
    assert groups == {therapy.group for therapy in THERAPIES} - {"unmapped"}


def test_a_drug_is_the_same_therapy_by_its_name_and_by_its_atc_code() -> None:
    """The names and the ATC rules were written apart; each is the referee of the other."""
    coded = [drug for drug in drug_names() if drug.atc]
    assert len(coded) > 600
    with duckdb.connect() as con:
        con.execute("CREATE TABLE drug (name VARCHAR, codes VARCHAR)")
        con.executemany(
            "INSERT INTO drug VALUES (?, ?)", [(drug.name, f"atc:{drug.atc}") for drug in coded]
        )
        sql = therapies_sql("drug", ("name", "codes"), rules_table({}))
        by_atc = {name: code for name, code, *_ in con.execute(sql).fetchall()}
    by_name = {drug.name: drug.therapy_code for drug in coded}
    both = {name: (code, by_atc.get(name, "outside")) for name, code in by_name.items()}
    assert {name: pair for name, pair in both.items() if pair[0] != pair[1]} == {}


def test_the_sites_rules_are_tried_from_the_narrowest_to_the_widest() -> None:
    own = {"local:*": "outside", "local:PT*": "physio_unspecified", "local:PT-1": "pemf"}
    rules = [rule.rule for rule in rules_table(own)]
    assert (rules[:2], rules[-1]) == (["site:local:PT-1", "site:local:PT+"], "site:local:+")
