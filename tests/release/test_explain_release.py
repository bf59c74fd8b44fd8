"""What an explanation takes from a release: words, model, diagnostics, and rows as they left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest

from triggerscape.describing.find_table import find_table
from triggerscape.explaining.definition import define
from triggerscape.explaining.diagnostics import DRIFT, read_diagnostics
from triggerscape.explaining.from_release import look_up
from triggerscape.explaining.text import MOST_ROWS, definition_text, release_text
from triggerscape.reading.release import open_release

EFFECT = find_table("trigger_effect")
PAIR = {"therapy_id": "omt", "comparator_id": "dry_needling"}


@pytest.fixture
def con(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_release(release, quiet=True) as opened:
        yield opened.connection


def test_the_words_are_those_of_the_rows_asked_for(con):
    found = look_up(con, EFFECT, {"trigger_id": "cheese", "estimand_id": "between_person"})
    assert [one["estimand_id"] for one in found.estimands] == ["between_person"]
    assert [one["measure_id"] for one in found.measures] == ["rate_ratio"]
    everything = look_up(con, EFFECT, {})
    assert {one["estimand_id"] for one in everything.estimands} == {
        "between_person",
        "within_person",
    }
    assert everything.rows == ()


def test_statuses_are_counted_as_they_left(con):
    counted = look_up(con, EFFECT, {}).statuses
    [(rows, hidden)] = con.execute(
        "SELECT count(*), count(*) FILTER (status = 'c') FROM trigger_effect"
    ).fetchall()
    assert counted["c"] == hidden > 0
    assert sum(counted.values()) == rows


def test_an_input_of_a_model_counts_once_by_its_worst_verdict(con):
    rows = con.execute("SELECT model_id, input_id, verdict FROM model_drift").fetchall()
    for model in {model for model, _, _ in rows}:
        worst: dict[str, int] = {}
        for one, asked, verdict in rows:
            if one == model and verdict is not None:
                worst[asked] = max(worst.get(asked, 0), DRIFT.index(verdict))
        expected = Counter(DRIFT[place] for place in worst.values())
        assert read_diagnostics(con, model, []).drift == expected


def test_the_checks_are_those_of_the_one_comparison_asked_for(con):
    found = look_up(con, find_table("therapy_effect"), PAIR).diagnostics.checks
    expected = con.execute(
        "SELECT measure_id, is_met FROM therapy_diagnostic WHERE therapy_id = 'omt' "
        "AND comparator_id = 'dry_needling' AND bound IS NOT NULL ORDER BY measure_id"
    ).fetchall()
    assert [(check.measure_id, check.is_met) for check in found] == expected != []
    assert look_up(con, find_table("therapy_effect"), {}).diagnostics.checks == ()
    assert look_up(con, EFFECT, {"trigger_id": "cheese"}).diagnostics.checks == ()


def test_a_hidden_row_is_as_empty_here_as_in_the_release(con):
    found = look_up(con, EFFECT, {"trigger_id": "x_perfume"})
    assert [one.row["status"] for one in found.rows] == ["c", "c"]
    for one in found.rows:
        numbers = [value for value in one.row.values() if isinstance(value, float)]
        assert numbers == []
        assert one.row["n_people"] is None
        assert "confidential" in one.sentence
        assert one.why_no_number in one.sentence
    assert asdict(found)["rows"][0]["row"]["estimate"] is None


def test_a_long_answer_is_cut_and_says_so(con):
    found = look_up(con, EFFECT, {"outcome_id": "migraine_onset"})
    said = release_text(found)
    assert said.count("Rate ratio of attack onset, ") == MOST_ROWS
    assert f"and {56 - MOST_ROWS} more rows" in said


def test_what_all_rows_of_a_table_estimate_is_said_with_its_definition():
    said = definition_text(define(find_table("trigger_odds")))
    assert "\nEstimand  within_person_odds: How many times the odds of an attack " in said
    assert "\n          standing: causal under the stated assumptions\n" in said
    assert "Estimand" not in definition_text(define(EFFECT))
    assert "Estimand" not in definition_text(define(find_table("dim_trigger")))


def test_a_definition_is_said_with_columns_sql_and_what_it_is_made_of():
    said = definition_text(define(find_table("trigger_burden")))
    assert "Table     pub.trigger_burden: one row per factor, outcome and measure\n" in said
    assert "\n  n_people    People behind the estimate, rounded [{person}]\n" in said
    assert "\nSQL       sql/publish/trigger_burden.sql\n" in said
    assert "\n  estimates.trigger_effect  fitted by the model of the table\n" in said
    assert "SQL       none" in definition_text(define(find_table("dim_trigger")))
