"""Medication words as apps and logs write them, and the public lists of drugs and codes."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from triggerscape.delivery.sources.drug_names import folded_words, words_sql
from triggerscape.delivery.sources.therapy_mapping import therapies_sql
from triggerscape.delivery.sources.therapy_rules import rules_table

LISTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "migraine-codelists"
needs_lists = pytest.mark.skipif(not LISTS.is_dir(), reason="the public code lists are not here")
RULES = rules_table({})


def therapies(*codes: str) -> list[str]:
    """The therapy of each text of codes; ``outside`` where it makes no row."""
    with duckdb.connect() as con:
        con.execute("CREATE TABLE record (number INTEGER, codes VARCHAR)")
        con.executemany("INSERT INTO record VALUES (?, ?)", list(enumerate(codes)))
        found = con.execute(therapies_sql("record", ("number", "codes"), RULES)).fetchall()
    by_number = {row[0]: row[1] for row in found}
    return [by_number.get(number, "outside") for number in range(len(codes))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("took aimovig 140 mg", "took aimovig 140 mg"),
        ("\ufeffAxert (Almotriptan)", "axert almotriptan"),
        ("Relpax (Electriptan) ", "relpax electriptan"),
        ("Sumatriptán  50MG", "sumatriptan 50mg"),
        ("DHE-45", "dhe 45"),
        ("Co_Q10", "co q10"),
        ("  ", ""),
    ],
)
def test_a_text_is_folded_to_small_words_in_python_and_in_sql(text: str, words: str) -> None:
    with duckdb.connect() as con:
        [[in_sql]] = con.execute(f"SELECT {words_sql('$1')}", [text]).fetchall()
    assert list(folded_words(text)) == in_sql == words.split()


@pytest.mark.parametrize(
    ("text", "therapy"),
    [
        ("Summatriptan", "abortive_triptan"),
        ("Treximet (Sumatriptan/Naproxen)", "abortive_triptan"),
        ("2x Advil + sumatriptan 50", "abortive_triptan"),
        ("acetaminophen 325 MG / oxycodone hydrochloride 10 MG Oral Tablet", "abortive_opioid"),
        ("24 HR metoprolol succinate 100 MG Extended Release", "preventive_beta_blocker"),
        ("timolol 5 MG/ML Ophthalmic Solution", "outside"),
        ("diclofenac sodium 1% Topical Gel", "outside"),
        ("lisinopril / hydrochlorothiazide", "preventive_arb_ace"),
        ("hydrochlorothiazide 25 MG Oral Tablet", "outside"),
        ("esomeprazole magnesium 40 MG", "outside"),
        ("magnesium citrate", "supplement_magnesium"),
        ("Vitamin B2 400", "supplement_riboflavin"),
        ("Iasmiditan", "abortive_other"),
        ("propranololx", "unmapped"),
        ("nothing today", "unmapped"),
    ],
)
def test_a_medication_is_told_by_the_words_in_it(text: str, therapy: str) -> None:
    assert therapies(f"name:{text}") == [therapy]


@needs_lists
def test_at_least_95_of_100_names_of_a_public_list_are_known() -> None:
    with (LISTS / "doomlab_migraine_meds.csv").open(encoding="utf-8") as file:
        names = [line.partition(",")[2] for line in file.read().splitlines()[1:]]
    unknown = [
        n
        for n, t in zip(names, therapies(*(f"name:{n}" for n in names)), strict=True)
        if t == "unmapped"
    ]
    assert len(names) == 72
    assert len(unknown) <= 0.05 * len(names), unknown


@needs_lists
def test_every_atc_code_of_the_public_lists_is_mapped_but_the_class_of_two_kinds() -> None:
    """N02CD holds gepants and antibodies: without the drug, neither can be told."""
    codes = set()
    for name, sign in (("migraine_medications", ","), ("du_medications", ";")):
        with (LISTS / f"conception_{name}_codelist.csv").open(encoding="utf-8") as file:
            codes |= {row["atc_code"].strip() for row in csv.DictReader(file, delimiter=sign)}
    listed = sorted(codes)
    found = dict(zip(listed, therapies(*(f"atc:{code}" for code in listed)), strict=True))
    assert len(listed) >= 30
    assert {code for code, t in found.items() if t in ("unmapped", "outside")} == {"N02CD"}
