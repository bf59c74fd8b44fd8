"""Every derived table: made once while a release is written, and again to see that it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.releases.kpi import WIDE_KPI
from triggerscape.contract.releases.signals import BURDEN_SIGNAL
from triggerscape.contract.releases.windows import DIM_WINDOW
from triggerscape.release.derived.kpi.table import KPI_SOURCES, kpi_rows
from triggerscape.release.derived.language import Derived
from triggerscape.release.derived.signals import signal_rows
from triggerscape.release.derived.wide.site_windows import WIDE_WINDOWS
from triggerscape.release.derived.wide.therapies import WIDE_THERAPIES
from triggerscape.release.derived.wide.triggers import WIDE_TRIGGERS
from triggerscape.release.derived.windows import window_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY_DERIVED: tuple[Derived, ...] = (
    Derived(DIM_WINDOW, ("pub.burden_site_window",), window_rows),
    Derived(BURDEN_SIGNAL, ("pub.burden_site_window",), signal_rows),
    Derived(WIDE_KPI, KPI_SOURCES, kpi_rows),
    WIDE_WINDOWS,
    WIDE_TRIGGERS,
    WIDE_THERAPIES,
)


def derived_rows(released: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The derived tables by full name, without their stamps, of released tables by full name."""
    return {one.table.name: _made(one, released) for one in EVERY_DERIVED}


def broken_derived(released: Mapping[str, pl.DataFrame]) -> list[str]:
    """One sentence per derived table that is not what its printed sources give."""
    return [
        f"{one.table.name}: is not what {' and '.join(one.sources)} give"
        for one in EVERY_DERIVED
        if not _same_rows(_made(one, released), released[one.table.name], one)
    ]


def _made(one: Derived, released: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return one.make({name: released[name] for name in one.sources})


def _same_rows(made: pl.DataFrame, printed: pl.DataFrame, one: Derived) -> bool:
    names = [name for name in printed.columns if name in made.columns]
    told = made.select(names).cast(printed.select(names).schema)
    return told.sort(one.table.key).equals(printed.select(names))
