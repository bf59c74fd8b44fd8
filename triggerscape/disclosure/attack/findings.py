"""What the attackers found: which cell, what a reader would learn, what to change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The attacks by their number in the design of the disclosure gate, and what each asks.
ATTACKS: dict[str, str] = {
    "A0": "a number of people that should have been hidden is printed",
    "A1": "a hidden cell follows from the others",
    "A2": "a hidden cell is held between bounds that are too close",
    "A4": "two releases differ by a few people",
    "A5": "a site that knows its own people works out those of another",
    "A6": "somebody who is alone in a cell works out another one",
    "A7": "a good guess is right more often than without the release",
    "A8": "a mean or a share gives away how many people are behind it",
    "A9": "the mean of a hidden part follows from the whole and its other parts",
    "A11": "all people of a group, or none, have something; or all but a few",
    "A13": "hidden cells must be empty",
    "A27": "a restated release tells of those who left or came",
}


@dataclass(frozen=True, order=True)
class Finding:
    """One success of an attacker: never says the true count it found.

    ``attack`` is a key of ``ATTACKS``, ``cell`` the cell's name as published, ``sentence`` what a
    reader would learn and ``advice`` what to change.
    """

    attack: str
    cell: str
    sentence: str
    advice: str


@dataclass(frozen=True)
class Report:
    """What was tried and what came of it; the same for the same system, however fast it was made.

    ``tried`` counts by attack what was attacked (cells; cells and sites for A5). ``left_out`` says
    by attack what could not be tried, and why: not a success, but no proof either.
    """

    findings: tuple[Finding, ...]
    tried: Mapping[str, int]
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_safe(self) -> bool:
        """Whether no attacker succeeded."""
        return not self.findings

    def successes(self) -> dict[str, int]:
        """Findings by attack, of every attack tried."""
        found = Counter(finding.attack for finding in self.findings)
        return {attack: found[attack] for attack in sorted({*self.tried, *found}, key=_number)}

    def sentences(self, most: int = 20) -> list[str]:
        """The findings in words, one line each, and how many more there are."""
        lines = [f"{f.attack}: {f.sentence} {f.advice}" for f in self.findings[:most]]
        more = len(self.findings) - most
        return [*lines, f"and {more} more"] if more > 0 else lines


def joined(reports: Iterable[Report]) -> Report:
    """Several reports as one, findings in full order."""
    kept = list(reports)
    tried: Counter[str] = Counter()
    left_out: dict[str, str] = {}
    for report in kept:
        tried.update(report.tried)
        left_out.update(report.left_out)
    findings = {finding for report in kept for finding in report.findings}
    return Report(tuple(sorted(findings, key=_order)), dict(tried), left_out)


def _order(finding: Finding) -> tuple[int, Finding]:
    return _number(finding.attack), finding


def _number(attack: str) -> int:
    return int(attack[1:])
