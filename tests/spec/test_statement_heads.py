"""What the head of a SELECT says of its rows in time: how far it looks, and what it feels."""

from __future__ import annotations

import pytest

from triggerscape.warehouse.statements import (
    Felt,
    Reach,
    felt_of,
    reach_of,
    read_statements,
    told_from,
)

HEAD = """-- grain: one row per attack
-- reads features.diary_spine: 8 days back
-- reads features.new_start: 5 days back, 168 days ahead
-- felt from the last row before it in: SELECT person_id, diary_date FROM features.diary_spine
-- felt from the first day of the row it falls into: SELECT person_id, a, b FROM features.episode
-- felt only up to the last day in: SELECT person_id, index_date + 83 FROM features.new_start
-- a change is told from: index_date
SELECT 1
"""


def test_a_head_says_how_far_its_select_looks_and_what_it_feels():
    assert reach_of(HEAD) == {
        "features.diary_spine": Reach(back=8),
        "features.new_start": Reach(back=5, ahead=168),
    }
    assert felt_of(HEAD) == Felt(
        last_before="SELECT person_id, diary_date FROM features.diary_spine",
        stretch="SELECT person_id, a, b FROM features.episode",
        up_to="SELECT person_id, index_date + 83 FROM features.new_start",
    )
    assert told_from(HEAD) == "index_date"


def test_a_head_that_says_nothing_is_felt_on_the_day_and_by_whole_people():
    assert felt_of("-- grain: one row\nSELECT 1") == Felt()
    assert told_from("-- grain: one row\nSELECT 1") == ""


@pytest.mark.parametrize("phrase", ["-- reads ", "-- felt ", "-- a change is told "])
def test_no_head_of_the_features_is_passed_over(phrase: str):
    for statement in read_statements("features"):
        said = sum(line.startswith(phrase) for line in statement.sql.splitlines())
        felt = felt_of(statement.sql)
        understood = {
            "-- reads ": len(reach_of(statement.sql)),
            "-- felt ": sum(map(bool, (felt.last_before, felt.stretch, felt.up_to))),
            "-- a change is told ": bool(told_from(statement.sql)),
        }
        assert understood[phrase] == said, statement.name
