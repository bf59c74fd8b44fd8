"""The site calendar: written block by block over all buckets, each where its days changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.contract.days import DIARY_SPINE
from triggerscape.contract.sites import SITE_CALENDAR, SITE_STRETCH
from triggerscape.warehouse.blocks import block_of_file
from triggerscape.warehouse.build.bucket_views import BucketViews
from triggerscape.warehouse.build.step import Step, check_columns
from triggerscape.warehouse.build.table_files import put
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.reference.tables import reference_statements
from triggerscape.warehouse.sites.built_blocks import read_blocks, write_blocks
from triggerscape.warehouse.sites.spine_blocks import read_stretches, spine_blocks, stretches_of
from triggerscape.warehouse.sites.stretches import stretches_by_block, whole_stretches
from triggerscape.warehouse.statements import read_statements

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.settings import Settings
    from triggerscape.warehouse.lake import Lake
    from triggerscape.warehouse.sites.built_blocks import BuiltBlocks
    from triggerscape.warehouse.sites.stretches import Stretch


def build_site_calendar(
    con: duckdb.DuckDBPyConnection, lake: Lake, settings: Settings
) -> list[str]:
    """Write each block anew that is made of other things than before; gives back their files.

    A block is made of everybody's spine in its days and, of each site, of its hemisphere and of the
    part of its stretch that lies in the block: when a site's first or last day moves, only the
    blocks it moved through are written. The connection must hold reference.calendar and
    reference.site. ContractBroken when the SELECT gives other columns than its contract.
    """
    step = _step_of(SITE_CALENDAR)
    recipe = step.recipe(fingerprint(*reference_statements(settings)))
    before, spines = read_blocks(lake), spine_blocks(lake)
    now = read_stretches(con, lake, spines, before, _step_of(SITE_STRETCH).sql)
    blocks = stretches_by_block(whole_stretches(map(stretches_of, now.stretches.values())))
    parts = {_place(lake, block).name: part for block, part in blocks.items()}
    now.made_of = _made_of(con, recipe, now.spines, parts)
    changed = _changed(lake, before, now)
    now.files = before.without(changed).files
    if changed:
        # Whoever is killed from here on leaves these blocks as ones that were never built.
        write_blocks(lake, before.without(changed))
    _drop_half_written(lake)
    for name in changed:
        file = _place(lake, block_of_file(Path(name)))
        if name in parts:
            _open_inputs(con, lake, list(spines.get(name, ())), parts[name])
            known = before.files.get(name, "")
            now.files[name] = _write(con, step, file, recipe=recipe, known=known)
        else:
            file.unlink(missing_ok=True)
    if changed or now != before:
        write_blocks(lake, now)
    return changed


def _step_of(contract: Table) -> Step:
    [select] = [one for one in read_statements("sites") if one.name == contract.name]
    return Step(contract, select.sql, select.inputs)


def _place(lake: Lake, block: dt.date) -> Path:
    return lake.block_file(SITE_CALENDAR.name, None, block)


def _made_of(
    con: duckdb.DuckDBPyConnection,
    recipe: str,
    spines: Mapping[str, str],
    parts: Mapping[str, Mapping[str, Stretch]],
) -> dict[str, str]:
    """A fingerprint of all that each block of the calendar is made of."""
    southern = dict(con.execute("FROM reference.site").fetchall())
    made_of = {}
    for name, part in parts.items():
        sites = (f"{site} {days} {southern.get(site)}" for site, days in part.items())
        made_of[name] = fingerprint(recipe, spines.get(name, ""), *sites)
    return made_of


def _changed(lake: Lake, before: BuiltBlocks, now: BuiltBlocks) -> list[str]:
    """The blocks that are not there as they should be, or are there and should not be."""
    there = {file.name for file in lake.files(SITE_CALENDAR.name)}
    return sorted(
        name
        for name in there | set(before.made_of) | set(now.made_of)
        if (name in there) != (name in now.made_of)
        or before.made_of.get(name) != now.made_of.get(name)
    )


def _drop_half_written(lake: Lake) -> None:
    """Remove what a killed run left beside its files; its input may have gone back since."""
    for file in (lake.root / SITE_CALENDAR.name).glob(".*.partial"):
        file.unlink()


def _open_inputs(
    con: duckdb.DuckDBPyConnection, lake: Lake, spine: list[Path], part: Mapping[str, Stretch]
) -> None:
    """Open one block: everybody's spine in it, and each site's part of it."""
    BucketViews(con, lake, None).open_built(DIARY_SPINE, spine)
    rows = ", ".join(
        f"({sql_text(site)}, DATE '{days.first}', DATE '{days.last}')"
        for site, days in part.items()
    )
    columns = ", ".join(SITE_STRETCH.column_names)
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {SITE_STRETCH.schema}")
    con.execute(
        f"CREATE OR REPLACE TABLE {SITE_STRETCH.name} AS FROM (VALUES {rows}) AS v({columns})"
    )


def _write(
    con: duckdb.DuckDBPyConnection, step: Step, file: Path, *, recipe: str, known: str
) -> str:
    """Write the block whose inputs are open; gives back its sha256."""
    check_columns(con, step.contract, step.sql)
    con.execute(f"CREATE OR REPLACE TEMP TABLE made AS {step.sql}")
    return put(con, "FROM made", file, recipe=recipe, known=known)
