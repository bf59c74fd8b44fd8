"""A file does one thing, its name says it, and none is too long to read at once."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median

import pytest
from source_tree import KERNEL, PACKAGES, files, lines, modules, name_of

MOST_LINES = 300
EMPTY_NAMES = re.compile(r"(^|[_./-])(utils?|helpers?|common|manager|misc)([_./-]|$)")
MOST_MODULES = 10
LARGE_SUBPACKAGES: dict[str, str] = {
    "flows/fits": "one module for each analysis of the triggers",
    "triggerscape/contract": "one module for each place a table lives: input, core, features, …",
    "triggerscape/contract/estimates": "one module for each analysis",
    "triggerscape/contract/releases": "one module for each published finding",
    "triggerscape/delivery/fhir/path": "one module for each part of the language of paths",
    "triggerscape/meanings": "one module for each analysis, and what holds of all measures",
}


def test_no_module_is_too_long():
    assert {name_of(p): lines(p) for p in files("*.py") if lines(p) > MOST_LINES} == {}


def test_modules_are_short_as_a_rule():
    assert median(lines(path) for path in modules()) <= 100


def test_sql_files_are_short_as_a_rule():
    assert median(lines(path) for path in files("sql/*.sql")) <= 45


@pytest.mark.parametrize("name", ["flows/utils.py", "a/io_helpers.py", "common/x.py", "misc"])
def test_an_empty_name_is_noticed(name: str):
    assert EMPTY_NAMES.search(name)


def test_every_name_says_something():
    assert [name_of(path) for path in files() if EMPTY_NAMES.search(name_of(path))] == []


def test_no_two_test_modules_share_a_name():
    """pytest imports test modules by bare name: of two alike, it would run only the first."""
    names = Counter(path.name for path in files("tests/*.py") if path.name.startswith("test_"))
    assert [name for name, count in names.items() if count > 1] == []


def test_a_subpackage_with_many_modules_has_a_reason():
    """Past ten modules it wants to be split by idea; a reason no longer needed must go."""
    counted = Counter(name_of(p.parent) for p in modules() if not p.name.startswith("__"))
    large = {name for name, count in counted.items() if count > MOST_MODULES and "/" in name}
    assert large == set(LARGE_SUBPACKAGES)


def test_the_kernel_and_the_rooms_are_all_there_is():
    found = {name_of(path).split("/")[0] for path in files("*/__init__.py")}
    assert found - {"tests"} == {KERNEL, *PACKAGES}
