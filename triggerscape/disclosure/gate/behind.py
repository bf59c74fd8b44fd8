"""What stays behind when a release leaves: true counts, and a sample of the people of each row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.egress.catalogue import egress_of, has_people
from triggerscape.disclosure.rule import person_counts
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from triggerscape.disclosure.contributions.sample import Sample


@dataclass(frozen=True)
class Behind:
    """What the gate knows and no reader does.

    ``vault`` is the private folder it is kept in. ``true`` are the published facts before
    protection, by table; ``samples`` the people drawn of each table's rows.
    """

    vault: Path
    true: Mapping[str, pl.DataFrame]
    samples: Mapping[str, Sample] = field(default_factory=dict)


def refuse_unknown_people(true: Mapping[str, pl.DataFrame], samples: Mapping[str, Sample]) -> None:
    """DisclosureRefused where a table counts people and nobody said whose days its rows are."""
    unknown = [
        name
        for name in sorted(true)
        if has_people(egress_of(name)) and name not in samples and _counts_anybody(name, true[name])
    ]
    if unknown:
        raise DisclosureRefused(
            "E442",
            f"nobody said whose days these tables are made of: {', '.join(unknown)}",
            where=unknown[0],
            fix="add the table to triggerscape/disclosure/contributions/catalogue.py",
        )


def _counts_anybody(name: str, frame: pl.DataFrame) -> bool:
    """A table in which nothing could be fitted counts nobody, and has nobody behind it."""
    people = person_counts(egress_of(name).table)
    return any((frame[column] > 0).any() for column in people if frame[column].dtype != pl.Null)
