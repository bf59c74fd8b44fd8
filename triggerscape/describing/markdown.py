"""Tables as a page in Markdown: grain, key, columns with unit and meaning, an example query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.releases.catalogue import FACTS, PUBLISHED
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.contract.releases.references import REFERENCES, RELEASE
from triggerscape.describing.example_query import example_query
from triggerscape.describing.links import links_of
from triggerscape.describing.mermaid import diagram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.contract.language import Column, Table

_INTRODUCTION = """# The tables of a release

Every table, its grain, its key and what each column means. `triggerscape schema` prints this page,
`triggerscape schema TABLE` one table of it, `--format json` the same for machines and
`--format mermaid` the diagram. The same words are comments on the columns of `triggerscape.duckdb`
and rows of `dictionary`.

A fact is one estimate a row. Anything but status `ok` carries NULL, never 0. Every fact is stamped
with `release_id`, the key of `release`; that line is left out of the diagram.

"""


def schema_page() -> str:
    """The whole page: the diagrams by family, then every published table."""
    parts = [_INTRODUCTION, *_contents(), *_diagrams()]
    parts += [table_section(table) for table in PUBLISHED]
    return "\n".join(parts)


def table_section(table: Table) -> str:
    """One table under a heading of the second level."""
    lines = [f"## {shown_name(table)}", "", f"{table.grain[0].upper()}{table.grain[1:]}.", ""]
    lines += [f"- {warning}" for warning in table.warnings] + ([""] if table.warnings else [])
    lines += [f"Key: {', '.join(f'`{name}`' for name in table.key)}", ""]
    linked = {link.column: link for link in links_of(table)}
    lines += ["| column | type | unit | meaning |", "|---|---|---|---|"]
    for column in table:
        link = linked.get(column.name)
        target = f"; `{_short(link.target)}.{link.key}`" if link else ""
        unit = f"`{column.unit}`" if column.unit else ""
        meaning = _cell(f"{column.meaning}{_more(column)}{target}")
        lines.append(f"| `{column.name}` | {column.kind} | {unit} | {meaning} |")
    if table.schema == "pub":
        lines += ["", "```sql", example_query(table), "```"]
    return "\n".join(lines) + "\n"


def shown_name(table: Table) -> str:
    """The name without ``pub.``, by which a release knows its tables; else the full name."""
    return table.short_name if table.schema == "pub" else table.name


def _contents() -> Iterator[str]:
    for title, tables in (
        ("Facts", FACTS),
        ("Worked out from facts", DERIVED),
        ("Reference tables", REFERENCES),
    ):
        yield f"| {title} | a row is |\n|---|---|"
        yield "\n".join(
            f"| [{table.short_name}](#{table.short_name}) | {_row_of(table)} |" for table in tables
        )
        yield ""


def _row_of(table: Table) -> str:
    return _cell(table.grain.removeprefix("one row per ").removeprefix("one row: "))


def _diagrams() -> Iterator[str]:
    for name, tables in _families().items():
        targets = {link.target for table in tables for link in links_of(table)} - {RELEASE.name}
        explained_in = [table for table in REFERENCES if table.name in targets]
        drawn = diagram([*tables, *explained_in])
        yield f"## How {name} hang together\n\n```mermaid\n{drawn}```\n"


def _families() -> dict[str, list[Table]]:
    """Facts by what they are about: one diagram of all would be too wide to read."""
    families: dict[str, list[Table]] = {
        "the triggers": [],
        "the therapies": [],
        "the models": [],
        "burden, people and data": [],
    }
    for table in (*FACTS, *DERIVED):
        families[_family(table)].append(table)
    return families


def _family(table: Table) -> str:
    first = table.short_name.split("_")[0]
    if first == "trigger" or any(link.target == "pub.dim_trigger" for link in links_of(table)):
        return "the triggers"
    told = {"therapy": "the therapies", "model": "the models"}
    return told.get(first, "burden, people and data")


def _more(column: Column) -> str:
    values = f": {', '.join(f'`{value}`' for value in column.values)}" if column.values else ""
    decimals = f" ({column.decimals} decimals)" if column.decimals is not None else ""
    return f"{values}{decimals}"


def _short(name: str) -> str:
    return name.removeprefix("pub.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
