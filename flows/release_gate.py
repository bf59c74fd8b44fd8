"""The gate of a release: its tables are held to their contracts before a file is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.verdicts import Outcome, sentence, stops
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.release.checks.judged import Judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from triggerscape.disclosure.rule import Rule


def hold_to_contracts(released: Mapping[str, pl.DataFrame], rule: Rule) -> Judged:
    """How many expectations the released tables, by full name, were held to and met.

    TriggerscapeError with exit code 3 where one is broken, or could not be judged.
    """
    # Great Expectations takes seconds to import, so only where there is something to judge.
    from expectations.release_suite import judge_release  # noqa: PLC0415

    verdicts = judge_release(released, rule)
    if stops(verdicts):
        raise TriggerscapeError(
            "E460",
            sentence(verdicts),
            where="the tables of the release, before they are written",
            fix="Nothing was published. Mend the step that makes the table, run again.",
            exit_code=Exit.CHECKS_FAILED,
        )
    return Judged(len(verdicts), sum(v.outcome is Outcome.PASS for v in verdicts))
