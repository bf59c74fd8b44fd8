"""docs/schema.md, the diagrams and the objects say what the contracts say, of every table."""

from __future__ import annotations

import json
import re

import duckdb
import pytest
from render_schema import TARGET, document

from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.ddl import create_table
from triggerscape.contract.language import Table
from triggerscape.contract.releases.catalogue import FACTS, PUBLISHED
from triggerscape.describing.as_object import table_object
from triggerscape.describing.example_query import example_query
from triggerscape.describing.links import Link, links_of
from triggerscape.describing.markdown import table_section
from triggerscape.describing.mermaid import diagram, diagram_of

# One line of an erDiagram, by the grammar of Mermaid: a box, a column in it, its end, a line.
BOX = re.compile(r"^    [a-z][a-z0-9_]* \{$")
COLUMN = re.compile(r"^        [A-Z][A-Za-z0-9_]* [a-z][a-z0-9_]*( (PK|FK)(, (PK|FK))*)?$")
END = "    }"
LINE = re.compile(r"^    ([a-z][a-z0-9_]*) \}o--(\|\||o\|) ([a-z][a-z0-9_]*) : [a-z][a-z0-9_]*$")


def test_the_page_is_current():
    said = TARGET.read_text(encoding="utf-8")
    assert said == document(), "run python tests/release/render_schema.py and commit the page"


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_the_page_has_every_table_with_its_grain_columns_units_and_meanings(table: Table):
    page = TARGET.read_text(encoding="utf-8")
    section = page.split(f"\n## {table.short_name}\n")[1].split("\n## ")[0]
    assert f"{table.grain[0].upper()}{table.grain[1:]}." in section
    for column in table:
        [row] = [line for line in section.splitlines() if line.startswith(f"| `{column.name}` |")]
        assert column.meaning.replace("|", "\\|") in row
        assert f"| {column.kind} |" in row
        assert f"| {f'`{column.unit}`' if column.unit else ''} |" in row


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_an_example_query_is_ordered_and_runs_on_the_invented_release(table: Table, release):
    query = example_query(table)
    assert "ORDER BY" in query
    assert max(map(len, query.splitlines())) <= 100
    with duckdb.connect(str(release / "triggerscape.duckdb"), read_only=True) as con:
        con.execute("USE pub")
        assert con.execute(query).description


@pytest.mark.parametrize("fact", FACTS, ids=lambda table: table.short_name)
def test_every_link_leads_to_the_whole_key_of_a_reference_table(fact: Table):
    for link in links_of(fact):
        assert TABLES[link.target].key == (link.key,)
        assert fact.column(link.column).kind is TABLES[link.target].column(link.key).kind


def test_a_foreign_key_of_the_invented_release_never_leads_nowhere(release):
    """DuckDB itself is the referee: the links as FOREIGN KEYs, the released rows put in."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{release / 'triggerscape.duckdb'}' AS made (READ_ONLY)")
        con.execute("CREATE SCHEMA pub")
        for table in reversed(PUBLISHED):
            keys = "".join(
                f", FOREIGN KEY ({link.column}) REFERENCES {link.target} ({link.key})"
                for link in links_of(table)
            )
            con.execute(create_table(table).removesuffix(")") + f"{keys})")
            con.execute(f"INSERT INTO {table.name} FROM made.{table.name}")
        [(declared,)] = con.execute(
            "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
        ).fetchall()
    assert declared == sum(len(links_of(table)) for table in PUBLISHED) > 50


def test_a_link_is_said_as_text_as_object_and_as_line():
    [effect] = [table for table in FACTS if table.short_name == "trigger_effect"]
    assert Link("trigger_id", "pub.dim_trigger", "trigger_id") in links_of(effect)
    assert "`dim_trigger.trigger_id`" in table_section(effect)
    columns = {column["name"]: column for column in table_object(effect)["columns"]}
    assert columns["trigger_id"]["explained_in"] == "pub.dim_trigger.trigger_id"
    assert columns["n_people"]["unit"] == "{person}"
    assert "    trigger_effect }o--|| dim_trigger : trigger_id\n" in diagram_of(effect)


def test_a_column_that_may_be_null_leads_to_at_most_one_row():
    [perceived] = [table for table in FACTS if table.short_name == "perceived_trigger"]
    assert "    perceived_trigger }o--o| dim_trigger : trigger_id\n" in diagram_of(perceived)


@pytest.mark.parametrize("drawn", [diagram(PUBLISHED), *map(diagram_of, TABLES.values())])
def test_a_diagram_is_one_that_mermaid_reads(drawn: str):
    first, *lines = drawn.splitlines()
    assert first == "erDiagram"
    boxes = {line.split()[0] for line in lines if BOX.match(line)}
    for line in lines:
        found = LINE.match(line)
        assert found or BOX.match(line) or COLUMN.match(line) or line == END, line
        if found:
            assert {found[1], found[3]} <= boxes, "a line ends at a box that is drawn"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_declared_table_is_an_object_that_json_takes(table: Table):
    described = json.loads(json.dumps(table_object(table)))
    assert [column["name"] for column in described["columns"]] == list(table.column_names)
    assert described["key"] == list(table.key)
