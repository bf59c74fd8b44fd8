"""The gate of a run: files that changed are judged, and a critical failure stops everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.verdicts import Outcome, sentence, stops
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.warehouse.build.state import files_of
from triggerscape.warehouse.ledger import ledger
from triggerscape.warehouse.opening import open_some_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.run import Run
    from triggerscape.contract.language import Table


def hold_to_promises(run: Run, tables: Sequence[Table]) -> list[str]:
    """Judge of every table the files that changed since they last passed; gives back warnings.

    A file that passed is not judged again until it changes: all rows that could share a key lie in
    one file of a built table, and the fates see to it in core. TriggerscapeError with exit code 3
    when a critical promise is broken or a rule crashed: nothing after it runs.
    """
    there = {table.name: files_of(run.lake, table) for table in tables}
    with run.open_build() as build:
        passed = {name: ledger.passed_gates(build, name) for name in there}
    changed = {table.name: table for table in tables if passed[table.name] != there[table.name]}
    if not changed:
        return []
    run.say(f"gate {len(changed)} tables")
    # Great Expectations takes seconds to import, so only where there is something to judge.
    from expectations.gate import gate  # noqa: PLC0415

    with run.connect() as con:
        judged = {}
        for name, table in changed.items():
            new = {file for file, one in there[name].items() if passed[name].get(file) != one}
            # Where files only went, what is left is judged: the table may have become empty.
            judged[table] = new or set(there[name])
        open_some_files(con, run.lake, judged)
        verdicts = gate(con, changed)
    if stops(verdicts):
        raise TriggerscapeError(
            "E310",
            sentence(verdicts),
            where="the gate before publication",
            fix="see which rule in the message; correct the delivery or the profile, run again",
            exit_code=Exit.CHECKS_FAILED,
        )
    with run.open_build() as build:
        ledger.record_gates(build, {name: there[name] for name in changed})
    troubled = any(verdict.outcome in (Outcome.FAIL, Outcome.ERROR) for verdict in verdicts)
    return [sentence(verdicts)] if troubled else []
