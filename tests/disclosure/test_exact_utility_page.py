"""The page of utility is what was measured, and what was measured keeps mode S's promises."""

from __future__ import annotations

import json

import pytest
from render_utility import MEASURED, OPTIMA_MEASURED, TARGET, document
from utility_tables import SHAPES


@pytest.fixture(scope="module")
def tables() -> list[dict]:
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def test_the_page_is_what_was_measured(tables):
    optima = json.loads(OPTIMA_MEASURED.read_text(encoding="utf-8"))
    assert TARGET.read_text(encoding="utf-8") == document(tables, optima)


def test_the_tables_are_those_that_were_chosen(tables):
    assert {one["table"]: one["shape"] for one in tables} == {
        one["table"]: SHAPES[one["table"]]._asdict() for one in tables
    }
    assert {"S", "D2"} <= {one["table"] for one in tables}


def test_nothing_follows_from_what_mode_s_shows(tables):
    for one in tables:
        assert one["mode_s"]["unprotected"] == 0
        assert one["mode_s"]["audit"]["moves that are none"] == 0
        for found in one.get("protections", []):
            if found["protection"] == "mode S":
                assert (found["exact"], found["narrow"], found["exact_by_sites"]) == (0, 0, 0)


def test_nothing_follows_for_outsiders_from_what_mode_r_shows(tables):
    for one in tables:
        for found in one.get("protections", []):
            if found["protection"] == "mode R":
                assert (found["exact"], found["narrow"]) == (0, 0)


def test_the_baselines_are_unsafe(tables):
    """Attackers who find nothing anywhere would prove nothing."""
    for one in tables:
        for found in one.get("protections", []):
            if found["protection"] in {"primary only", "one pass"}:
                assert found["exact"] > 0
            if found["protection"] == "line rule":
                assert found["narrow"] > 0
