"""Whose each row of a delivered file is: in our own form by its column, else by its format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triggerscape.delivery.door.landing import forget_rejects, open_landed, rejected_rows
from triggerscape.delivery.fhir.compiling import compile_view
from triggerscape.delivery.mapping import header_of, tidied
from triggerscape.delivery.privacy.person_keys import text_table
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.sources.foreign_rows import foreign_rows
from triggerscape.delivery.values.typed_values import typed_value
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.delivery.door.plain_copy import PlainCopy
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.delivery.sources.source_format import Owner, SourceTable
    from triggerscape.withdrawal.people.spellings import Leaving

_PERSON = "whose"


@dataclass(frozen=True)
class KeptRows:
    """The rows of a file as a temporary table: source_row, ``whose`` where a row names somebody.

    ``table`` is the kind of file of its format; ``unsplit`` are the numbers of rows that nobody
    can split into fields.
    """

    name: str
    table: SourceTable | None
    unsplit: tuple[int, ...]


@dataclass
class RowsOfSite:
    """The rows of all files of a site that could be read, and who of them leaves."""

    con: duckdb.DuckDBPyConnection
    profile: SiteProfile
    leaving: Leaving
    kept: list[KeptRows] = field(default_factory=list)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def keep_own(self, copy: PlainCopy, contract: Table) -> KeptRows:
        """Keep a file in the site's own form. FileRefused where no column names people."""
        forget_rejects(self.con)
        open_landed(self.con, copy, self.profile)
        rule = self.profile.rule(contract.short_name, "person_key")
        header = header_of(rule, "person_key", copy.shape.headers)
        if header is None:
            raise FileRefused("file.columns", "no column of it names people")
        text = tidied(f"landed.{quoted(header)}", self.profile)
        typed = typed_value(contract, contract.column("person_key"), self.profile)
        return self._keep(
            f"SELECT source_row, {typed} AS {_PERSON} "
            f"FROM (SELECT source_row, {text} AS person_key FROM landed)",
            copy,
        )

    def keep_mapped(self, copy: PlainCopy) -> KeptRows:
        """Keep what a mapping row for row has made the view ``landed``."""
        return self._keep(f"SELECT source_row, person_key AS {_PERSON} FROM landed", copy)

    def keep_kind(self, copy: PlainCopy, table: SourceTable) -> KeptRows:
        """Keep a file of a format. FileRefused as ``foreign_rows`` has it."""
        forget_rejects(self.con)
        select, strangers = foreign_rows(self.con, copy, table, self.profile)
        if table.view is not None and table.person is not None:
            key = {"name": "resource_key", "path": "getResourceKey()"}
            columns = [key, {"name": _PERSON, "path": table.person}]
            view = compile_view(
                {
                    "resourceType": "ViewDefinition",
                    "status": "active",
                    "resource": table.view.resource,
                    "select": [{"column": columns}],
                }
            )
            select = view.text_sql("(SELECT * FROM line WHERE json_valid(resource))")
        else:
            whose = quoted(table.person) if table.person else "CAST(NULL AS VARCHAR)"
            select = f"SELECT *, {whose} AS {_PERSON} FROM ({select})"
        return self._keep(select, copy, table, strangers)

    def _keep(
        self,
        select: str,
        copy: PlainCopy,
        table: SourceTable | None = None,
        strangers: tuple[int, ...] = (),
    ) -> KeptRows:
        name = f"rows_of_file_{len(self.kept)}"
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
        unread = () if copy.form == "lines" else rejected_rows(self.con, copy)
        unsplit = tuple(sorted({*copy.shape.misshapen, *strangers, *unread}))
        kept = KeptRows(name, table, unsplit)
        self.kept.append(kept)
        rows = self.con.execute(
            f"SELECT DISTINCT {_PERSON} FROM {name} WHERE {_PERSON} IS NOT NULL ORDER BY ALL"
        ).fetchall()
        self.keys |= self.leaving.among(str(text) for (text,) in rows)
        return kept

    def theirs(self, kept: KeptRows) -> frozenset[int]:
        """The numbers of the rows that belong to people who leave; ask when all files are kept."""
        self.con.register("their_spelling", text_table({"spelling": sorted(self.keys)}))
        try:
            found = self._numbers(f"{kept.name} WHERE {_is_theirs('')}")
            for owner in kept.table.owners if kept.table else ():
                found |= self._numbers(_linked(kept, owner, self._by_kind))
        finally:
            self.con.unregister("their_spelling")
        return frozenset(found)

    @property
    def _by_kind(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for kept in self.kept:
            if kept.table is not None:
                names.setdefault(kept.table.name, []).append(kept.name)
        return names

    def _numbers(self, source: str) -> set[int]:
        rows = self.con.execute(f"SELECT DISTINCT source_row FROM {source}").fetchall()
        return {int(number) for (number,) in rows}


def _is_theirs(alias: str) -> str:
    return f"{alias}{_PERSON} IN (SELECT spelling FROM their_spelling)"


def _linked(kept: KeptRows, owner: Owner, by_kind: Mapping[str, list[str]]) -> str:
    """Rows that say what only rows of people who leave say, and that name nobody themselves.

    What two people share, an account say, belongs to neither.
    """
    files = by_kind.get(owner.kind, [])
    if not files:
        return f"{kept.name} WHERE false"
    others = " UNION ALL ".join(
        f"SELECT {owner.theirs} AS said, {_is_theirs('')} AS is_theirs FROM {name}"
        for name in files
    )
    return (
        f"{kept.name} WHERE {_PERSON} IS NULL AND {owner.own} IN (SELECT said FROM ({others}) "
        "WHERE said IS NOT NULL GROUP BY said HAVING bool_and(coalesce(is_theirs, false)))"
    )
