"""Drugs by name: what apps and paper logs write, folded to words and looked up in a table."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from triggerscape.warehouse.statements import sql_folder

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class DrugName:
    """A folded name, the therapy it stands for, and the ATC code of the drug where it has one.

    ``therapy_code`` is ``outside`` for a drug that is no headache drug, or a form of one that
    stays on the skin or in the eye.
    """

    name: str
    therapy_code: str
    atc: str


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without accents; blanks, signs and a BOM part them."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return tuple(_WORD.findall(unicodedata.normalize("NFC", bare).lower()))


def words_sql(text: str) -> str:
    """SQL of ``folded_words``: a list of the words of the text column or expression."""
    split = f"regexp_split_to_array(lower(strip_accents({text})), '[^\\p{{L}}\\p{{N}}]+')"
    return f"list_filter({split}, lambda word: word <> '')"


@cache
def drug_names() -> tuple[DrugName, ...]:
    """The table sql/sources/drug_names.csv, in its order: the first name in a text is meant."""
    with (sql_folder() / "sources" / "drug_names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(DrugName(**row) for row in csv.DictReader(file))
