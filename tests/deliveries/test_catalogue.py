"""Every row of the catalogue has a test, ends as the catalogue says, and stands in the manual."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogue import CASES, ELSEWHERE, ROWS
from render_catalogue import HAPPENS, TARGET, document

ROOT = Path(__file__).resolve().parents[2]


def test_each_of_the_56_rows_is_tested() -> None:
    assert list(ROWS) == list(range(1, 57))
    assert {one.row for one in CASES} | {one.row for one in ELSEWHERE} == set(ROWS)


def test_each_case_has_a_site_of_its_own() -> None:
    assert len({one.site for one in CASES}) == len(CASES)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_ends_as_the_catalogue_says_and_in_no_other_way(row: int) -> None:
    ends = {one.becomes for one in (*CASES, *ELSEWHERE) if one.row == row}
    assert ends == set(ROWS[row][1].split())
    assert ends <= set(HAPPENS)


@pytest.mark.parametrize("other", ELSEWHERE, ids=lambda other: f"{other.row}: {other.what}")
def test_a_test_that_is_named_is_there(other) -> None:
    file, test = other.test.split("::")
    assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")


def test_the_manual_is_current() -> None:
    said = TARGET.read_text(encoding="utf-8")
    assert said == document(), "run python tests/deliveries/render_catalogue.py, commit the page"
