"""Reading a table of the lake straight from the store, with Arrow and whatever reads Arrow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pyarrow.dataset import Dataset, dataset

from triggerscape.errors import TriggerscapeError
from triggerscape.warehouse.store.exchange import AT_ONCE, Part
from triggerscape.warehouse.store.inventory import Inventory, file_object
from triggerscape.warehouse.store.object_store import ObjectStore, open_store
from triggerscape.warehouse.store.snapshot import read_current, read_snapshot


def open_stored_table(address: str, table: str) -> Dataset:
    """A table of features or of a design, in every bucket, as the last run left it.

    Nothing is fetched but what a query needs; DuckDB and Polars read the answer as a table. Rows
    come in order of buckets and blocks. TriggerscapeError where the store has no such table; a
    query that a run overtakes ends with FileNotFoundError: open the table again.
    """
    store = open_store(address)
    paths = [store.path(name) for name in _objects_of(store, table)]
    if not paths:
        raise TriggerscapeError(
            "E186",
            f"no table {table} lies in the store",
            where=store.place,
            fix="take a name of docs/definitions.md, and the address as scale.store has it",
        )
    return dataset(paths, filesystem=store.files, format="parquet")


def _objects_of(store: ObjectStore, table: str) -> list[str]:
    """The objects of a table that are current; asked again where a run has put others meanwhile."""
    current = read_current(store)
    while current is not None:
        try:
            return _objects_in(store, current.snapshot, table)
        except TriggerscapeError:
            before, current = current, read_current(store)
            if current == before:
                raise
    return []


def _objects_in(store: ObjectStore, snapshot: str, table: str) -> list[str]:
    parts = sorted(read_snapshot(store, snapshot).parts.items())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda part: _inventory(store, *part), parts)
        return [
            file_object(name, file, stored)
            for (name, _), inventory in zip(parts, found, strict=True)
            for file, stored in sorted(inventory.files.items())
            if file.partition("/")[0] == table
        ]


def _inventory(store: ObjectStore, name: str, digest: str) -> Inventory:
    return Part(store, Path(), name).inventory(digest)
