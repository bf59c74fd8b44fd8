"""Write a release: aside first, verified by reading it back, then renamed, then pointed to."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.releases.references import DICTIONARY
from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.chain.kept import COUNTS, read_kept
from triggerscape.disclosure.chain.released import Released, read_released
from triggerscape.disclosure.egress.catalogue import rule_of
from triggerscape.disclosure.gate.examining import examine, refuse_findings
from triggerscape.disclosure.gate.record import write_record
from triggerscape.disclosure.gate.settling import Held, held, keep_behind
from triggerscape.disclosure.promises import broken_promises
from triggerscape.errors import ContractBroken, DisclosureRefused, WorkspaceBusy
from triggerscape.release.changes.check import broken_changes
from triggerscape.release.changes.earlier import compared_tables, release_before
from triggerscape.release.checks.contract import broken_contract
from triggerscape.release.checks.references import broken_references
from triggerscape.release.derived.catalogue import broken_derived
from triggerscape.release.durable import freeze, make_writable, sync_folder, sync_tree
from triggerscape.release.examined.recorded import record_releases
from triggerscape.release.history import list_releases
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page.build import page_figures
from triggerscape.release.page.opening.build import page_opening
from triggerscape.release.page.shell import page
from triggerscape.release.pointer import announce, finish_announced
from triggerscape.release.shape import released_tables
from triggerscape.release.verification import (
    CATALOG,
    DUCKDB_FILE,
    PAGE,
    REPORT,
    RUN,
    WORKBOOK,
    verify_release,
)
from triggerscape.release.writers.catalog.dataset import catalog
from triggerscape.release.writers.checksums import write_checksums
from triggerscape.release.writers.csv_file import write_csv
from triggerscape.release.writers.descriptor import data_package
from triggerscape.release.writers.duckdb_file import write_duckdb
from triggerscape.release.writers.figure_specs import figure_specs
from triggerscape.release.writers.notes import reading_guide, release_notes
from triggerscape.release.writers.parquet_file import write_parquet
from triggerscape.release.writers.report.parts import report_parts
from triggerscape.release.writers.report.pdf_file import write_report
from triggerscape.release.writers.run_facts import run_facts
from triggerscape.release.writers.workbook.book import write_workbook

if TYPE_CHECKING:
    from triggerscape.disclosure.attack.findings import Report
    from triggerscape.disclosure.gate.behind import Behind
    from triggerscape.release.checks.judged import Judge, Judged


def write_release(
    tables: Mapping[str, pl.DataFrame],
    info: ReleaseInfo,
    releases: Path,
    behind: Behind | None = None,
    judge: Judge | None = None,
) -> Path:
    """Publish protected tables as ``releases/<as_of>.<n>`` and point readers to it; give its path.

    ``tables`` holds every published table by full name but those that are made of others, as
    ``pub.release``, ``pub.dictionary`` and what is derived.
    Nothing of a release is visible before all of it is written and verified. A run that was
    published before gives its release back and writes nothing. What a killed run left is removed,
    or finished if only the pointer was missing.

    With ``behind``, rows are held to what earlier releases have shown, the attackers know the true
    counts, and what later gates need is kept in the vault; without, as for invented tables, every
    row is taken as it is and attacked as by a reader. ``judge`` holds the tables to their contracts
    a second time, by other means, and the release tells how many expectations it met.

    Raises:
        DisclosureRefused: a row is not protected, a table or column has no contract, a spreadsheet
            would run a text, or an attack on the files succeeds.
        ContractBroken: a table is missing or faulty, or the files do not verify when read back.
        WorkspaceBusy: another run is publishing here.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with _only_writer(releases):
        _end_killed(releases, behind.vault if behind is not None else None)
        known = list_releases(releases)
        for release in known:
            if release.run_id == info.run_id:
                return release.path
        numbers = [release.number for release in known if release.as_of == info.as_of]
        number = max(numbers, default=0) + 1
        release_id = f"{info.as_of.isoformat()}.{number}"
        before = compared_tables(release_before(known, info.as_of, number))
        earlier = [read_released(release.path) for release in known]
        rows = _held(tables, info, behind, earlier) if behind is not None else None
        released = released_tables(rows.frames if rows else tables, info, release_id, before)
        _refuse_faulty_tables(released, info)
        judged = judge(released, info.rule) if judge is not None else None
        staging = releases / f".{release_id}.tmp-writing"
        staging.mkdir(mode=0o700)
        write_files(released, info, release_id, staging, judged)
        report = _attacked(staging, earlier, behind, rows)
        write_record(staging, info.rule, report, released, rows.rows if rows else None)
        write_checksums(staging)
        _refuse_faulty_files(staging)
        if behind is not None and rows is not None:
            keep_behind(rows, behind, earlier, release_id)
        freeze(staging)
        sync_tree(staging)
        announce(releases, release_id)
        final = staging.rename(releases / release_id)
        sync_folder(releases)
        if behind is not None:
            record_releases(releases, behind.vault)
        finish_announced(releases)
        return final


def end_killed(releases: Path, vault: Path) -> None:
    """Remove what a killed run left unfinished; finish a release that lacks its pointer or line.

    WorkspaceBusy where another run is publishing here.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with _only_writer(releases):
        _end_killed(releases, vault)


def _end_killed(releases: Path, vault: Path | None) -> None:
    _clear_leftovers(releases)
    finish_announced(releases)
    if vault is not None:
        record_releases(releases, vault)


def write_files(
    tables: Mapping[str, pl.DataFrame],
    info: ReleaseInfo,
    release_id: str,
    folder: Path,
    judged: Judged | None = None,
) -> None:
    """Write every file of a release into an empty folder, but what the gate says of them."""
    for kind in ("parquet", "csv", "figures"):
        (folder / kind).mkdir()
    for table in PUBLISHED:
        frame, name = tables[table.name], table.short_name
        write_parquet(frame, table, release_id, folder / "parquet" / f"{name}.parquet")
        write_csv(frame, table, folder / "csv" / f"{name}.csv")
    write_csv(tables[DICTIONARY.name], DICTIONARY, folder / "dictionary.csv")
    write_duckdb(tables, PUBLISHED, folder / DUCKDB_FILE)
    write_workbook(tables, PUBLISHED, info, release_id, folder / WORKBOOK)
    figures = page_figures(tables, info.threshold)
    package = data_package(PUBLISHED, info, release_id, folder)
    texts = {
        "datapackage.json": _json(package),
        RUN: _json(run_facts(tables, PUBLISHED, info, release_id, judged)),
        "RELEASE.md": release_notes(tables, PUBLISHED, info, release_id, judged),
        "llms.txt": reading_guide(PUBLISHED, info, release_id),
        PAGE: page(figures, page_opening(tables), info, release_id),
        **{
            f"figures/{name}": _json(spec)
            for name, spec in figure_specs(figures, info, release_id).items()
        },
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if info.has_report:
        write_report(report_parts(tables, figures, info, release_id), info, folder / REPORT)
    # Names every other file with its checksum, so it comes after them.
    entry = _json(catalog(tables, PUBLISHED, info, release_id, folder))
    (folder / CATALOG).write_text(entry, encoding="utf-8", newline="\n")


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _held(
    tables: Mapping[str, pl.DataFrame], info: ReleaseInfo, behind: Behind, earlier: list[Released]
) -> Held:
    batch = Batch(
        info.closed_through or info.as_of,
        earlier[-1].closed_through if earlier else None,
        is_restating=bool(info.restated),
    )
    return held(tables, behind, earlier, info.rule, batch=batch, as_of=info.as_of)


def _attacked(
    staging: Path, earlier: list[Released], behind: Behind | None, rows: Held | None
) -> Report:
    """The report of the gate over the files as they lie there; refused, they are removed."""
    leaving = read_released(staging)
    counts = None
    if behind is not None and rows is not None:
        kept = [read_kept(behind.vault, one.release_id, COUNTS) for one in earlier]
        counts = [*kept, rows.counts] if all(kept) else None
    report = examine(leaving, earlier, counts, rows.changed if rows else None)
    try:
        refuse_findings(report)
    except DisclosureRefused:
        shutil.rmtree(staging)
        raise
    return report


def _refuse_faulty_tables(tables: Mapping[str, pl.DataFrame], info: ReleaseInfo) -> None:
    broken = [
        promise
        for table in PUBLISHED
        for promise in broken_promises(tables[table.name], table, rule_of(table, info.rule))
    ]
    if broken:
        raise DisclosureRefused(
            "E411",
            f"not protected: {'; '.join(broken[:5])}",
            fix="Pass the table through triggerscape.disclosure.protect first.",
        )
    faults = [f for table in PUBLISHED for f in broken_contract(tables[table.name], table)]
    faults += [*broken_references(tables), *broken_derived(tables)]
    faults += broken_changes(tables, info.rule)
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
