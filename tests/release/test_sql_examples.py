"""The example queries: each answers on a demo, in full order, and as before on an invented release.

    python tests/release/render_answers.py

writes the answers of the invented release again; look at what changed before committing it.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from render_answers import ANSWERS, OF_RELEASE, answer

from triggerscape.errors import TriggerscapeError
from triggerscape.querying import query
from triggerscape.reading.examples import READERS, Example, find_example, read_examples
from triggerscape.warehouse.literals import sql_text
from triggerscape.workspace import Workspace

EXAMPLES = [pytest.param(example, id=example.name) for example in read_examples()]
# A demo of 200 people has too few starters for a therapy to be compared.
EMPTY_ON_A_SMALL_DEMO = {"therapies_compared"}


def test_there_are_a_dozen_questions_of_a_release_and_some_of_people():
    found = read_examples()
    assert sum(not example.is_research for example in found) >= 12
    assert sum(example.is_research for example in found) >= 2
    assert {example.asked_by for example in found} == set(READERS)


def test_no_question_is_asked_twice():
    questions = [example.question for example in read_examples()]
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_answers_on_a_demo(example: Example, demo_home: Path):
    names, rows = query(Workspace(demo_home), example.sql, research=example.is_research)
    assert len(set(names)) == len(names)
    assert bool(rows) is (example.name not in EMPTY_ON_A_SMALL_DEMO)
    assert_fully_ordered(example, names, rows)


@pytest.mark.parametrize("example", OF_RELEASE, ids=lambda example: example.name)
def test_an_example_answers_the_invented_release_as_before(example: Example, release: Path):
    said = (ANSWERS / f"{example.name}.csv").read_bytes()
    text, names, rows = answer(release, example)
    assert rows, "an example that shows nothing shows nothing"
    assert_fully_ordered(example, names, rows)
    assert text == said, "run python tests/release/render_answers.py and look at what changed"


def test_every_answer_is_of_an_example():
    assert {path.stem for path in ANSWERS.iterdir()} == {example.name for example in OF_RELEASE}


def assert_fully_ordered(example: Example, names: list[str], rows: list[tuple]) -> None:
    """Sorted by columns of the answer that no two rows share, so no row may change its place."""
    places = [names.index(name) for name in ordered_by(example.sql)]
    keys = [tuple(row[place] for place in places) for row in rows]
    assert len(set(keys)) == len(keys)


def ordered_by(sql: str) -> list[str]:
    """The columns a SELECT is sorted by, by DuckDB's own parser."""
    with duckdb.connect() as con:
        [(text,)] = con.execute(f"SELECT json_serialize_sql({sql_text(sql)})").fetchall()
    node = json.loads(text)["statements"][0]["node"]
    orders = [m["orders"] for m in node["modifiers"] if m["type"] == "ORDER_MODIFIER"]
    return [order["expression"]["column_names"][-1] for order in orders[0]]


def test_an_order_with_ties_would_be_found():
    example = Example("x", "leader", "Which?", "SELECT a, b FROM pub.t ORDER BY a", False)
    assert_fully_ordered(example, ["a", "b"], [(1, 1), (2, 1)])
    with pytest.raises(AssertionError):
        assert_fully_ordered(example, ["a", "b"], [(1, 1), (1, 2)])


def test_an_example_that_is_not_there_names_the_nearest():
    with pytest.raises(TriggerscapeError, match="did you mean who_starts_what"):
        find_example("who_starts")
