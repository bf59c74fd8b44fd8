"""The blocks of everybody's spine: their files in every bucket, and each site's days in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.contract.days import DIARY_SPINE
from triggerscape.warehouse.blocks import block_of_file, first_day_of_block
from triggerscape.warehouse.build.bucket_views import BucketViews
from triggerscape.warehouse.build.state import read_states
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.sites.built_blocks import BuiltBlocks
from triggerscape.warehouse.sites.stretches import Stretch

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.warehouse.lake import Lake


def spine_blocks(lake: Lake) -> dict[str, dict[Path, str]]:
    """The spine's files in every bucket, each with its sha256, by the name of their block's file.

    The weeks of a bucket's newest block are files of one block.
    """
    blocks: dict[str, dict[Path, str]] = {}
    for bucket, state in read_states(lake):
        for name, sha256 in sorted(state.files.get(DIARY_SPINE.name, {}).items()):
            first = block_of_file(Path(name))
            block = lake.block_file(DIARY_SPINE.name, bucket, first_day_of_block(first))
            file = lake.block_file(DIARY_SPINE.name, bucket, first)
            blocks.setdefault(block.name, {})[file] = sha256
    return dict(sorted(blocks.items()))


def read_stretches(
    con: duckdb.DuckDBPyConnection,
    lake: Lake,
    blocks: Mapping[str, Mapping[Path, str]],
    before: BuiltBlocks,
    select: str,
) -> BuiltBlocks:
    """The spine of each block and the stretches in it; an unchanged block is not read again.

    ``select`` gives site_code, first_date and last_date from features.diary_spine.
    """
    views = BucketViews(con, lake, None)
    now = BuiltBlocks()
    for name, files in blocks.items():
        told = (f"{file.parent.name} {file.name} {sha256}" for file, sha256 in files.items())
        now.spines[name] = fingerprint(select, *told)
        if before.spines.get(name) == now.spines[name] and name in before.stretches:
            now.stretches[name] = before.stretches[name]
        else:
            views.open_built(DIARY_SPINE, list(files))
            found = con.execute(select).fetchall()
            now.stretches[name] = {site: [str(first), str(last)] for site, first, last in found}
    return now


def stretches_of(told: Mapping[str, list[str]]) -> dict[str, Stretch]:
    """Stretches as they are kept, as days."""
    return {site: Stretch(*map(dt.date.fromisoformat, days)) for site, days in told.items()}
