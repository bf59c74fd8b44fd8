"""The glossary holds the words of the field, and the words it sends readers to are in the code."""

from __future__ import annotations

import re
from functools import cache

import pytest
from source_tree import ROOT, files, is_code, name_of

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| word |"))
]
POINTERS = [
    pytest.param(pointer, id=f"{word}: {pointer}")
    for word, _, where in ROWS
    for pointer in re.findall(r"`([^`]+)`", where)
]
# Names of a workspace, where a placeholder stands for a site or a release.
IN_A_WORKSPACE = re.compile(r"^(inbox|sites|releases)/<")


@cache
def all_code() -> str:
    read = (path for path in files() if is_code(path) and not name_of(path).startswith("tests/"))
    return "\n".join(path.read_text(encoding="utf-8") for path in read)


@pytest.mark.parametrize(
    "term",
    (
        "monthly migraine days|attack onset|at-risk day|premonitory|washout|index date|"
        "active comparator|overlap|estimand"
    ).split("|"),
)
def test_a_standard_term_of_the_field_is_explained(term: str):
    (row,) = [row for row in ROWS if row[0] == term]
    assert len(row[1].split()) >= 5


def test_no_word_is_explained_twice():
    words = [row[0] for row in ROWS]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_word_of_the_code_named_in_the_glossary_exists(pointer: str):
    plain = pointer.removesuffix("<id>").removesuffix(".*").removesuffix("/")
    names = [plain, plain.split(".")[-1]] if "/" not in plain else [plain]
    is_there = (ROOT / plain).exists() or any(is_in_code(name) for name in names)
    assert is_there or IN_A_WORKSPACE.match(pointer)


def is_in_code(name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", all_code()) is not None


def test_a_word_that_is_not_in_the_code_would_be_found():
    assert is_in_code("index_date")
    assert not is_in_code("index_dat")
