"""Designs: what a model reads of a bucket, in one file, in the order of people and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.build.bucket_views import BucketViews
from triggerscape.warehouse.build.state import read_state
from triggerscape.warehouse.build.step import Built, Step, check_columns
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.lake import recipe_of, write_parquet
from triggerscape.warehouse.reference.tables import reference_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.settings import Settings
    from triggerscape.warehouse.lake import Lake


def build_designs(
    con: duckdb.DuckDBPyConnection,
    lake: Lake,
    bucket: int,
    steps: Sequence[Step],
    settings: Settings,
    *,
    inputs: Sequence[Table],
) -> list[Built]:
    """Write each design of a bucket anew where its SELECT, or any row it reads, changed.

    ``inputs`` are the contracts of the built tables that designs read; a design may read those
    before it.
    """
    files = read_state(lake, bucket).files
    definitions = fingerprint(*reference_statements(settings))
    views = BucketViews(con, lake, bucket)
    for contract in inputs:
        views.open_built(contract)
    outcomes: list[Built] = []
    recipes: dict[str, str] = {}
    for step in steps:
        read = [
            f"{name} {recipes.get(name) or sorted(files.get(name, {}).items())}"
            for name in step.inputs
        ]
        recipe = recipes[step.name] = fingerprint(step.recipe(definitions), *read)
        target = lake.file(step.name, bucket)
        is_stale = recipe_of(target) != recipe
        if is_stale:
            check_columns(con, step.contract, step.sql)
            write_parquet(con, step.sql, target, recipe=recipe)
        views.open_built(step.contract)
        outcomes.append(Built(step.name, bucket, is_stale))
    return outcomes
