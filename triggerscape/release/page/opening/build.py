"""The opening of the page, from the released tables."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.page.opening.changed import change_lines
from triggerscape.release.page.opening.next_steps import next_steps
from triggerscape.release.page.opening.parts import Opening
from triggerscape.release.page.opening.tiles import tiles


def page_opening(tables: Mapping[str, pl.DataFrame]) -> Opening:
    """Tiles, changes and next steps; ``tables`` are the released ones, by full name."""
    return Opening(tiles(tables["pub.wide_kpi"]), change_lines(tables), next_steps(tables))
