"""Write a release: aside first, verified by reading it back, then renamed, then pointed to."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.releases.references import DICTIONARY
from triggerscape.disclosure.promises import broken_promises
from triggerscape.errors import ContractBroken, DisclosureRefused, WorkspaceBusy
from triggerscape.release.contract_check import broken_contract
from triggerscape.release.durable import freeze, make_writable, sync_folder, sync_tree
from triggerscape.release.history import list_releases
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page.build import dashboard
from triggerscape.release.pointer import announce, finish_announced
from triggerscape.release.reference_check import broken_references
from triggerscape.release.shape import released_tables
from triggerscape.release.verification import DUCKDB_FILE, PAGE, verify_release
from triggerscape.release.writers.checksums import write_checksums
from triggerscape.release.writers.csv_file import write_csv
from triggerscape.release.writers.descriptor import data_package
from triggerscape.release.writers.duckdb_file import write_duckdb
from triggerscape.release.writers.notes import reading_guide, release_notes
from triggerscape.release.writers.parquet_file import write_parquet


def write_release(tables: Mapping[str, pl.DataFrame], info: ReleaseInfo, releases: Path) -> Path:
    """Publish protected tables as ``releases/<as_of>.<n>`` and point readers to it; give its path.

    ``tables`` holds every published table by full name but ``pub.release`` and ``pub.dictionary``.
    Nothing of a release is visible before all of it is written and verified. A run that was
    published before gives its release back and writes nothing. What a killed run left is removed,
    or finished if only the pointer was missing.

    Raises:
        DisclosureRefused: a row is not protected, a table or column has no contract, or a
            spreadsheet would run a text.
        ContractBroken: a table is missing or faulty, or the files do not verify when read back.
        WorkspaceBusy: another run is publishing here.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with _only_writer(releases):
        _clear_leftovers(releases)
        finish_announced(releases)
        known = list_releases(releases)
        for release in known:
            if release.run_id == info.run_id:
                return release.path
        numbers = [release.number for release in known if release.as_of == info.as_of]
        release_id = f"{info.as_of.isoformat()}.{max(numbers, default=0) + 1}"
        released = released_tables(tables, info, release_id)
        _refuse_faulty_tables(released, info)
        staging = releases / f".{release_id}.tmp-writing"
        staging.mkdir(mode=0o700)
        write_files(released, info, release_id, staging)
        _refuse_faulty_files(staging)
        sync_tree(staging)
        announce(releases, release_id)
        final = staging.rename(releases / release_id)
        sync_folder(releases)
        freeze(final)
        finish_announced(releases)
        return final


def write_files(
    tables: Mapping[str, pl.DataFrame], info: ReleaseInfo, release_id: str, folder: Path
) -> None:
    """Write every file of a release into an empty folder, checksums last."""
    for kind in ("parquet", "csv"):
        (folder / kind).mkdir()
    for table in PUBLISHED:
        frame, name = tables[table.name], table.short_name
        write_parquet(frame, table, release_id, folder / "parquet" / f"{name}.parquet")
        write_csv(frame, table, folder / "csv" / f"{name}.csv")
    write_csv(tables[DICTIONARY.name], DICTIONARY, folder / "dictionary.csv")
    write_duckdb(tables, PUBLISHED, folder / DUCKDB_FILE)
    package = data_package(PUBLISHED, info, release_id, folder)
    texts = {
        "datapackage.json": json.dumps(package, indent=2, ensure_ascii=False) + "\n",
        "RELEASE.md": release_notes(tables, PUBLISHED, info, release_id),
        "llms.txt": reading_guide(PUBLISHED, info, release_id),
        PAGE: dashboard(tables, info, release_id),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    write_checksums(folder)


def _refuse_faulty_tables(tables: Mapping[str, pl.DataFrame], info: ReleaseInfo) -> None:
    broken = [
        promise
        for table in PUBLISHED
        for promise in broken_promises(tables[table.name], table, info.rule)
    ]
    if broken:
        raise DisclosureRefused(
            "E411",
            f"not protected: {'; '.join(broken[:5])}",
            fix="Pass the table through triggerscape.disclosure.protect first.",
        )
    faults = [f for table in PUBLISHED for f in broken_contract(tables[table.name], table)]
    faults += broken_references(tables)
    if faults:
        raise ContractBroken("E458", f"tables break their contract: {'; '.join(faults[:5])}")


def _refuse_faulty_files(staging: Path) -> None:
    problems = verify_release(staging)
    if problems:
        shutil.rmtree(staging)
        raise ContractBroken(
            "E456",
            f"the release does not verify: {'; '.join(problems[:5])}",
            fix="Nothing was published. Mend the table and run again.",
        )


def _clear_leftovers(releases: Path) -> None:
    for path in releases.glob(".*.tmp-*"):
        if path.is_dir():
            make_writable(path)
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def _only_writer(releases: Path) -> Iterator[None]:
    # The lock goes with the process, so a killed run leaves none behind.
    with (releases / ".lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorkspaceBusy(
                "E457", "another run is publishing here", where=str(releases), fix="wait for it"
            ) from None
        yield
