"""The wide table of sites: burden of every calendar window, a column per measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.wide_windows import WIDE_SITE_WINDOW, WINDOW_COPIES
from triggerscape.release.derived.language import Derived
from triggerscape.release.derived.wide.copies import with_copies

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def site_window_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per site and calendar window, by site and window."""
    rows = (
        tables[BURDEN_SITE_WINDOW.name]
        .filter(window_kind="calendar")
        .select("site_id", "window_index", "window_start")
        .unique()
        .sort("site_id", "window_index")
    )
    return with_copies(rows, WINDOW_COPIES, tables)


WIDE_WINDOWS = Derived(WIDE_SITE_WINDOW, (BURDEN_SITE_WINDOW.name,), site_window_rows)
