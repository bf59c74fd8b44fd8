"""The release before a new one, and what the new one is compared with of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from triggerscape.release.changes.headlines import NEEDED
from triggerscape.release.history import Release


def release_before(known: Sequence[Release], as_of: date, number: int) -> Release | None:
    """The newest of the known releases that comes before ``<as_of>.<number>``, if any does."""
    before = [release for release in known if (release.as_of, release.number) < (as_of, number)]
    return max(before, key=lambda release: (release.as_of, release.number), default=None)


def compared_tables(release: Release | None) -> dict[str, pl.DataFrame] | None:
    """The tables of a release that changes are read from, those that it has; None for no release.

    An older release may lack a table or have other columns: that is for ``changes`` to say.
    """
    if release is None:
        return None
    paths = {name: release.path / "parquet" / f"{name.split('.')[1]}.parquet" for name in NEEDED}
    return {name: pl.read_parquet(path) for name, path in paths.items() if path.is_file()}
