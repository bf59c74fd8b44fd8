"""From when to when a site's diaries run: read block by block, put together, cut to a block."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from triggerscape.warehouse.blocks import BLOCK_DAYS, first_day_of_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Stretch(NamedTuple):
    """The first and the last day, both included."""

    first: dt.date
    last: dt.date


def whole_stretches(parts: Iterable[Mapping[str, Stretch]]) -> dict[str, Stretch]:
    """The stretch of each site over all parts: from its earliest day to its latest."""
    whole: dict[str, Stretch] = {}
    for part in parts:
        for site, found in part.items():
            known = whole.get(site, found)
            whole[site] = Stretch(min(known.first, found.first), max(known.last, found.last))
    return whole


def stretches_by_block(whole: Mapping[str, Stretch]) -> dict[dt.date, dict[str, Stretch]]:
    """The part of each site's stretch that lies in each block it reaches, gaps in it included."""
    blocks: dict[dt.date, dict[str, Stretch]] = {}
    for site, stretch in sorted(whole.items()):
        for block in _blocks_of(stretch):
            last = block + dt.timedelta(BLOCK_DAYS - 1)
            part = Stretch(max(stretch.first, block), min(stretch.last, last))
            blocks.setdefault(block, {})[site] = part
    return dict(sorted(blocks.items()))


def _blocks_of(stretch: Stretch) -> Iterator[dt.date]:
    block = first_day_of_block(stretch.first)
    while block <= stretch.last:
        yield block
        block += dt.timedelta(BLOCK_DAYS)
