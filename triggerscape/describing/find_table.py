"""A declared table by the name a person types."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.warehouse.designs.stable_views import STABLE

if TYPE_CHECKING:
    from triggerscape.contract.language import Table


def find_table(name: str) -> Table:
    """The published table of that name, with or without ``pub.``; else any table by full name.

    TriggerscapeError for another name; it says which one is nearest.
    """
    published = {table.short_name: table for table in PUBLISHED}
    if name in published:
        return published[name]
    others = TABLES | {view.contract.name: view.contract for view in STABLE}
    if name in others:
        return others[name]
    near = get_close_matches(name, [*published, *others], n=1, cutoff=0.5)
    raise TriggerscapeError(
        "E153",
        f"there is no table {name}{f'; did you mean {near[0]}?' if near else ''}",
        fix="triggerscape schema",
        exit_code=Exit.USAGE,
    )


def find_published(name: str) -> Table:
    """The same, of a release alone."""
    table = find_table(name)
    if table.schema != "pub":
        raise TriggerscapeError(
            "E153",
            f"{table.name} is no table of a release",
            fix="triggerscape schema",
            exit_code=Exit.USAGE,
        )
    return table
