"""What a bucket was last built from, so that the next run knows what is new.

A state is written before anything is changed, saying that the bucket is unfinished, and again when
all of it is done: a run killed in between leaves a bucket that is built whole the next time.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from triggerscape.contract.core import contract_of
from triggerscape.contract.sites import SITE_CALENDAR
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.json_file import write_json
from triggerscape.warehouse.lake import recipe_of, rows_of
from triggerscape.warehouse.sites.built_blocks import read_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from triggerscape.contract.language import Table
    from triggerscape.warehouse.lake import Lake


# Size, time of change, number of rows, and the recipe in the footer.
AcceptedFile = tuple[int, int, int, str]


@dataclass
class BucketState:
    """One bucket: which accepted rows are in its tables, by what they were made, and their files.

    ``accepted`` tells of every file by contract its size, its time of change, its rows and recipe;
    ``ledger`` a fingerprint of each ledger table as the fates and the features have seen it;
    ``full_days`` one of each full delivery's stretch of days, by contract; ``recipes`` what each
    table was made by, ``files`` the sha256 of each of its files by name. ``unfinished`` holds the
    stages (fates, features) to be done from nothing; ``changed_whole`` the contracts of whose core
    rows any may have changed since the features were built.
    """

    accepted: dict[str, dict[str, AcceptedFile]] = field(default_factory=dict)
    ledger: dict[str, str] = field(default_factory=dict)
    full_days: dict[str, list[str]] = field(default_factory=dict)
    recipes: dict[str, str] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)
    unfinished: list[str] = field(default_factory=lambda: ["fates", "features"])
    changed_whole: list[str] = field(default_factory=list)


def state_file(lake: Lake, bucket: int) -> Path:
    """Where a bucket's state lies."""
    return lake.root / ".built" / f"bucket={bucket:05d}.json"


def changed_file(lake: Lake, bucket: int) -> Path:
    """Where the people lie whose core rows changed since the features were built."""
    return lake.root / ".built" / f"bucket={bucket:05d}.parquet"


def read_state(lake: Lake, bucket: int) -> BucketState:
    """The state of a bucket; of one never built, or with a state nobody can read, an empty one."""
    try:
        told = json.loads(state_file(lake, bucket).read_text(encoding="utf-8"))
        return BucketState(**told)
    except (FileNotFoundError, ValueError, TypeError):
        return BucketState()


def write_state(lake: Lake, bucket: int, state: BucketState) -> None:
    """Put a state in the place of the old one; whole or not at all."""
    write_json(state_file(lake, bucket), asdict(state))


def accepted_now(
    lake: Lake, contract: str, bucket: int, known: Mapping[str, AcceptedFile]
) -> dict[str, AcceptedFile]:
    """What every accepted file is; only those are opened whose size or time of change is new.

    A file that came back from a copy has another time of change, and is the same by its recipe.
    """
    found: dict[str, AcceptedFile] = {}
    for file in lake.accepted_files(contract, bucket):
        stat = file.stat()
        size, changed, *_ = seen = known.get(file.name, (0, 0, 0, ""))
        if (size, changed) == (stat.st_size, stat.st_mtime_ns):
            found[file.name] = seen
        else:
            told = (stat.st_size, stat.st_mtime_ns, rows_of([file]), recipe_of(file))
            found[file.name] = told
    return found


def is_same_file(one: AcceptedFile, other: AcceptedFile | None) -> bool:
    """True for the same rows, whenever their file was last written."""
    return other is not None and (one[0], *one[2:]) == (other[0], *other[2:])


def read_states(lake: Lake) -> list[tuple[int, BucketState]]:
    """Every bucket that was ever settled, in order, with its state."""
    files = sorted((lake.root / ".built").glob("bucket=*.json"))
    buckets = [int(file.stem.removeprefix("bucket=")) for file in files]
    return [(bucket, read_state(lake, bucket)) for bucket in buckets]


def files_of(lake: Lake, table: Table) -> dict[str, str]:
    """A fingerprint of every file that a table's rows lie in, by its path in the table's folder.

    The rows of core lie in the files of accepted rows; a table of sites is over all buckets.
    """
    found = read_blocks(lake).files if table.name == SITE_CALENDAR.name else {}
    for bucket, state in read_states(lake):
        if table.schema == "core":
            accepted = state.accepted.get(contract_of(table.name), {})
            place = f"bucket={bucket:05d}"
            told = {
                f"{place}/{name}": f"{size} {rows} {recipe}"
                for name, (size, _, rows, recipe) in accepted.items()
            }
        else:
            files = state.files.get(table.name, {})
            place = f"bucket={bucket:05d}/" if table.day else ""
            told = {f"{place}{name}": sha256 for name, sha256 in files.items()}
        found.update(told)
    return {name: fingerprint(repr(table), one) for name, one in sorted(found.items())}


def digest_of(lake: Lake, table: Table) -> str:
    """A fingerprint of the rows of a built table, or of a table of core, in every bucket."""
    fates = []
    if table.schema == "core":
        name = f"fate.{contract_of(table.name)}"
        fates = [str(state.files.get(name, {})) for _, state in read_states(lake)]
    return fingerprint(str(files_of(lake, table)), *fates)
