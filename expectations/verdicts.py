"""Verdicts on rules: what held, what broke, what nobody could judge, and whether a run goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from triggerscape.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED_IN_SENTENCE = 5


class Outcome(StrEnum):
    """What became of one rule."""

    PASS = "pass"
    PASS_WITH_FAILURES = "pass_with_failures"  # some rows break it, fewer than make it matter
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"  # there is nothing, or too little, to hold to the rule
    ERROR = "error"  # the rule could not be judged: says nothing about the data


@dataclass(frozen=True)
class Verdict:
    """One rule of one table, judged. Holds counts and words of ours, never a value of a row.

    ``broken`` counts what breaks the rule: rows, or columns where the rule is about columns. It is
    None where nothing could be counted. ``reason`` says why the limit lies where it does.
    """

    table: str
    rule: str
    severity: Severity
    outcome: Outcome
    sentence: str
    rows: int | None
    broken: int | None
    reason: str


def stops(verdicts: Sequence[Verdict]) -> bool:
    """True when a run must stop: a critical rule is broken, or nobody can tell whether it is.

    A gate that cannot judge stays shut; its verdict is still an error, not a fault of the data.
    """
    return any(
        verdict.severity is Severity.CRITICAL and verdict.outcome in (Outcome.FAIL, Outcome.ERROR)
        for verdict in verdicts
    )


def sentence(verdicts: Sequence[Verdict]) -> str:
    """The verdicts in words: how many rules held, then each that did not, the gravest first."""
    counted = Counter(verdict.outcome for verdict in verdicts)
    tables = len({verdict.table for verdict in verdicts})
    parts = [f"{counted[Outcome.PASS]} of {len(verdicts)} rules hold in {tables} tables"]
    if counted[Outcome.PASS_WITH_FAILURES]:
        parts.append(f"{counted[Outcome.PASS_WITH_FAILURES]} hold but for a few rows")
    if counted[Outcome.NOT_APPLICABLE]:
        parts.append(f"{counted[Outcome.NOT_APPLICABLE]} do not apply to an empty table")
    troubles = sorted(
        (v for v in verdicts if v.outcome in (Outcome.FAIL, Outcome.ERROR)),
        key=lambda v: (v.severity is not Severity.CRITICAL, v.outcome is not Outcome.FAIL, v.rule),
    )
    parts += [_trouble(verdict) for verdict in troubles[:_NAMED_IN_SENTENCE]]
    if len(troubles) > _NAMED_IN_SENTENCE:
        parts.append(f"and {len(troubles) - _NAMED_IN_SENTENCE} more")
    return "; ".join(parts)


def _trouble(verdict: Verdict) -> str:
    if verdict.outcome is Outcome.ERROR:
        return f"{verdict.rule} could not be judged: {verdict.reason}"
    return f"{verdict.rule} ({verdict.severity}): {verdict.sentence}, count {verdict.broken}"
