"""What a SELECT reads, and the order that follows: derived by DuckDB's own parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from triggerscape.errors import ContractBroken
from triggerscape.warehouse.statements import (
    Statement,
    in_order,
    read_statement,
    read_statements,
    tables_read,
)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT a FROM core.x", ("core.x",)),
        ("SELECT a FROM core.x JOIN core.y USING (id)", ("core.x", "core.y")),
        ("SELECT a FROM core.x AS renamed", ("core.x",)),
        ("WITH t AS (SELECT a FROM core.x) SELECT a FROM t", ("core.x",)),
        ("WITH x AS (SELECT 1 AS a) SELECT a FROM x JOIN core.x AS y USING (a)", ("core.x",)),
        ("SELECT a FROM core.x WHERE a IN (SELECT b FROM core.y)", ("core.x", "core.y")),
        ("SELECT (SELECT max(b) FROM core.y) FROM core.x", ("core.x", "core.y")),
        ("SELECT a FROM core.x UNION ALL SELECT b FROM core.y", ("core.x", "core.y")),
        ("SELECT a FROM core.x SEMI JOIN core.y USING (a)", ("core.x", "core.y")),
        ("SELECT 'core.z' AS name FROM core.x", ("core.x",)),
    ],
)
def test_the_tables_a_select_reads(sql: str, expected: tuple[str, ...]) -> None:
    assert tables_read(sql) == expected


@pytest.mark.parametrize("sql", ["SELECT FROM WHERE", "DROP TABLE core.x", "SELECT 1; SELECT 2"])
def test_a_file_holds_one_select_and_nothing_else(sql: str) -> None:
    with pytest.raises(ContractBroken, match="not one SELECT"):
        tables_read(sql)


def test_inputs_are_made_before_what_reads_them() -> None:
    chain = [
        Statement("features.c", "", ("features.b", "core.z")),
        Statement("features.a", "", ("core.z",)),
        Statement("features.b", "", ("features.a",)),
    ]
    names = ["features.a", "features.b", "features.c"]
    assert [statement.name for statement in in_order(chain)] == names
    assert [statement.name for statement in in_order(reversed(chain))] == names


def test_tables_that_read_each_other_are_refused_by_name() -> None:
    with pytest.raises(ContractBroken, match=r"features\.a.*features\.b"):
        in_order(
            [
                Statement("features.a", "", ("features.b",)),
                Statement("features.b", "", ("features.a",)),
            ]
        )


def test_the_first_line_says_the_grain(tmp_path: Path) -> None:
    path = tmp_path / "core" / "thing.sql"
    path.parent.mkdir()
    path.write_text("-- grain: one row per thing\nSELECT a FROM core.x;\n", encoding="utf-8")
    read = read_statement(path)
    assert (read.name, read.grain, read.inputs) == ("core.thing", "one row per thing", ("core.x",))
    path.write_text("SELECT a FROM core.x\n", encoding="utf-8")
    with pytest.raises(ContractBroken, match="grain"):
        read_statement(path)


def test_every_feature_comes_after_what_it_reads() -> None:
    made: set[str] = set()
    for statement in read_statements("features"):
        own = {name for name in statement.inputs if name.startswith("features.")}
        assert own <= made, statement.name
        made.add(statement.name)
