"""Exports of apps as a site sends them: with a pseudonym in front, and with its list of words."""

from __future__ import annotations

import csv
from pathlib import Path

WORDS = [
    {"word": "Sumatriptan", "contract_column": "acute_triptan", "value": "1"},
    {"word": "sumatriptan", "contract_column": "acute_triptan", "value": "1"},
    {"word": "Ibuprofen", "contract_column": "acute_nsaid", "value": "1"},
    {"word": "Lack of sleep", "contract_column": "triggers_present", "value": "sleep_lack"},
    {"word": "Alcohol", "contract_column": "triggers_present", "value": "alcohol"},
    {"word": "Stress", "contract_column": "triggers_present", "value": "stress"},
    {"word": "Nausea", "contract_column": "nausea", "value": "true"},
    {"word": "Light", "contract_column": "photophobia", "value": "true"},
    {"word": "Dark room", "contract_column": "selfcare", "value": "selfcare_meditation"},
]


def with_person(sample: Path, target: Path) -> Path:
    """A sample as a site sends it: a pseudonym in front, and nothing in its column of notes."""
    with sample.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    notes = [place for place, name in enumerate(header) if name.startswith("note")]
    told = [
        ["person-1", *("" if place in notes else value for place, value in enumerate(row))]
        for row in rows
    ]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["person_key", *header], *told])
    return target
