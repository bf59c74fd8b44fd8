"""Which column of a published table is explained by a row of which other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.releases.references import REFERENCES, RELEASE
from triggerscape.release.checks.references import EXPLAINED_IN

if TYPE_CHECKING:
    from triggerscape.contract.language import Table


@dataclass(frozen=True)
class Link:
    """``column`` of a table holds values of ``key`` of the table ``target`` (full name)."""

    column: str
    target: str
    key: str


def links_of(table: Table) -> tuple[Link, ...]:
    """The links of a table, in the order of its columns: what a release is refused without."""
    if table.schema != "pub" or table in REFERENCES:
        return ()
    known = {"release_id": (RELEASE.name, "release_id"), **EXPLAINED_IN}
    return tuple(Link(column.name, *known[column.name]) for column in table if column.name in known)
