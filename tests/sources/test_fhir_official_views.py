"""The official tests of SQL on FHIR v2, run against the SQL our compiler gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from render_view_conformance import (
    PAGE,
    Result,
    ViewTest,
    official_tests,
    page_of,
    resource_rows,
    results_of,
)

from triggerscape.delivery.fhir import compile_view


@pytest.fixture(scope="module")
def suite(shared_data: Callable[[str], Path]) -> list[ViewTest]:
    return list(official_tests(shared_data("sql-on-fhir-tests")))


@pytest.fixture(scope="module")
def results(suite: list[ViewTest]) -> list[Result]:
    return results_of(suite)


def test_every_official_test_passes(results: list[Result]):
    failed = {f"{test.file}: {test.title}": failure for test, failure in results if failure}
    assert failed == {}


def test_the_suite_is_the_one_the_page_speaks_of(suite: list[ViewTest]):
    tags = [test.tag for test in suite]
    assert (tags.count("shareable"), tags.count("experimental")) == (123, 11)


def test_the_page_of_conformance_is_not_stale(results: list[Result]):
    assert PAGE.read_text() == page_of(results)


def test_the_form_for_landing_gives_the_same_rows_as_text(suite: list[ViewTest]):
    con = duckdb.connect()
    compared = 0
    for test in suite:
        if test.body.get("expectError"):
            continue
        source = resource_rows(con, test.resources)
        view = compile_view(test.body["view"])
        typed = con.sql(view.sql(source)).fetchall()
        as_text = con.sql(view.text_sql(source)).fetchall()
        assert sorted(map(repr, map(_text_row, typed))) == sorted(map(repr, as_text)), test.title
        compared += 1
    assert compared == 134 - 11  # eleven ask for an error


def _text_row(row: tuple[object, ...]) -> tuple[object, ...]:
    return (row[0], *map(_text, row[1:]))


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "|".join(str(_text(item)) for item in value) or None
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
