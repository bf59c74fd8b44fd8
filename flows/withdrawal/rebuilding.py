"""Building again: every table of what remains, new databases, and proof that nobody is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.build import build, validate
from flows.ingest import ingest
from flows.publish import research_tables
from flows.run import Run
from flows.train import train
from flows.withdrawal.erasing import Withdrawn
from triggerscape.errors import TriggerscapeError
from triggerscape.faults.held_open import holder_of
from triggerscape.warehouse.build.state import digest_of
from triggerscape.warehouse.connection import connect
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.ledger import ledger
from triggerscape.warehouse.opening import open_tables
from triggerscape.warehouse.research import write_research
from triggerscape.withdrawal.erasing.new_database import write_anew
from triggerscape.withdrawal.erasing.vault_traces import forget_passing, rows_left
from triggerscape.withdrawal.journal import (
    close_journal,
    read_journal,
)
from triggerscape.withdrawal.people.tombstones import read_tombstones

REBUILT = (ingest, validate, build, train)


def build_again(run: Run, done: Withdrawn, reading: Sequence[str] = ()) -> Withdrawn:
    """Make every table again of what remains, then prove that nothing of them does.

    ``reading`` says who had a database open when the withdrawal began.
    """
    workspace = run.workspace
    if read_journal(workspace.vault) is None:
        return done
    warnings: tuple[str, ...] = ()
    if workspace.build_file.exists():
        with run.open_build() as opened:
            number = ledger.start_run(opened)
        for step in REBUILT:
            warnings += step(run).warnings
        warnings += tuple(dict.fromkeys((*reading, *still_reading(run))))
        _write_databases_anew(run, number)
    _refuse_rows_left(run)
    close_journal(workspace.vault)
    return replace(done, warnings=(*done.warnings, *warnings))


def still_reading(run: Run) -> tuple[str, ...]:
    """Who has a database open, in words: its reader keeps the old one until it is closed there."""
    files = (run.workspace.research_file, run.workspace.build_file)
    held = [(file.name, holder_of(file)) for file in files]
    return tuple(
        f"{holder.sentence} still reads {name} as it was before the withdrawal; close it there"
        for name, holder in held
        if holder is not None
    )


def _write_databases_anew(run: Run, number: int) -> None:
    workspace = run.workspace
    run.say("withdraw: write the databases anew")
    with run.open_build() as opened:
        ledger.finish_run(opened, number, "completed", "rebuilt after a withdrawal", None)
    if workspace.research_file.exists():
        write_research_copy(run)
    with connect(run.settings, folders=[workspace.home], spill=workspace.vault / "spill") as con:
        write_anew(con, workspace.build_file)
    forget_passing(workspace.vault)


def write_research_copy(run: Run) -> None:
    """Write research.duckdb of what the lake holds now."""
    tables = research_tables(run)
    with run.open_build() as opened:
        open_tables(opened, run.lake, tables)
        digest = fingerprint(*(digest_of(run.lake, table) for table in tables))
        write_research(opened, tables, run.workspace.research_file, digest=digest)


def _refuse_rows_left(run: Run) -> None:
    tombstones = read_tombstones(run.workspace.vault)
    ids, folds = {one.person_id for one in tombstones}, {one.person_fold for one in tombstones}
    with run.connect() as con:
        left = rows_left(con, (run.workspace.lake, run.workspace.vault), ids, folds)
    if left:
        raise TriggerscapeError(
            "E477",
            f"{left:,} rows of people who withdrew are left in the lake or the vault",
            fix="triggerscape withdraw --again; if it says so again, report it to us",
        )
