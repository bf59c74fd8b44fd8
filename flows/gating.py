"""The gate of a run: tables that changed are judged, and a critical failure stops everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.verdicts import Outcome, sentence, stops
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.warehouse import ledger
from triggerscape.warehouse.build.state import digest_of
from triggerscape.warehouse.opening import open_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.run import Run
    from triggerscape.contract.language import Table


def hold_to_promises(run: Run, tables: Sequence[Table]) -> list[str]:
    """Judge every table whose files changed since it last passed; gives back warnings.

    A table that passed is not judged again until its recipe changes. TriggerscapeError with exit
    code 3 when a critical promise is broken or a rule crashed: nothing after it runs.
    """
    recipes = {table.name: digest_of(run.lake, table) for table in tables}
    with run.open_build() as build:
        passed = ledger.passed_gates(build)
    changed = {t.name: t for t in tables if passed.get(t.name) != recipes[t.name]}
    if not changed:
        return []
    run.say(f"gate {len(changed)} tables")
    # Great Expectations takes seconds to import, so only where there is something to judge.
    from expectations.gate import gate  # noqa: PLC0415

    with run.connect() as con:
        open_tables(con, run.lake, changed.values())
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
        ledger.record_gates(build, {name: recipes[name] for name in changed})
    troubled = any(verdict.outcome in (Outcome.FAIL, Outcome.ERROR) for verdict in verdicts)
    return [sentence(verdicts)] if troubled else []
