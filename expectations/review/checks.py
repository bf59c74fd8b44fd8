"""A check is one rule held to one number; a finding is a check that broke, in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from expectations.review.rules import FEWEST_BROKEN, FEWEST_OF_A_SHARE, REVIEW_RULES, limit_of
from triggerscape.severity import Severity

if TYPE_CHECKING:
    from triggerscape.quality.file_measures import FileMeasures


@dataclass(frozen=True)
class Check:
    """One rule, held to one number: broken when ``measured`` is outside ``low`` to ``high``.

    ``use_id`` is empty for a check of the site. ``amiss`` counts the rows that are wrong, where
    the rule counts rows, broken or not. ``said`` and ``fix`` stand in for the rule's own words.
    """

    rule: str
    site_code: str
    contract: str
    measured: float
    high: float = inf
    low: float = -inf
    use_id: str = ""
    column: str = ""
    period: str = ""
    amiss: int = 0
    said: str = ""
    fix: str = ""

    @property
    def is_broken(self) -> bool:
        """True when the number crosses a limit."""
        return not self.low <= self.measured <= self.high


@dataclass(frozen=True)
class Finding:
    """A broken rule, as the ledger keeps it; ``critical`` holds the file back. No value of a row.

    Fields as in ledger.finding.
    """

    site_code: str
    use_id: str
    contract: str
    code: str
    column: str
    period: str
    severity: Severity
    sentence: str
    fix: str
    measured: float
    threshold: float


def finding(check: Check) -> Finding:
    """The finding of a broken check, in the words of its rule."""
    rule = REVIEW_RULES[check.rule]
    crossed = check.high if check.measured > check.high else check.low
    return Finding(
        check.site_code,
        check.use_id,
        check.contract,
        check.rule,
        check.column,
        check.period,
        rule.severity,
        check.said or rule.sentence,
        check.fix or rule.fix,
        round(check.measured, 4),
        round(crossed, 4),
    )


def share_check(
    rule: str,
    file: FileMeasures,
    column: str,
    amiss: float,
    of: float,
    *,
    high: float | None = None,
    said: str = "",
    fix: str = "",
) -> list[Check]:
    """The check of a share of a file's rows; none where the file is too small to have one.

    With fewer wrong rows than make a file suspect, the share counts as 0.
    """
    if of < FEWEST_OF_A_SHARE:
        return []
    limit = limit_of(rule) if high is None else high
    share = amiss / of if amiss >= FEWEST_BROKEN else 0.0
    return [
        Check(
            rule,
            file.site_code,
            file.contract,
            share,
            limit,
            use_id=file.use_id,
            column=column,
            amiss=int(amiss),
            said=said,
            fix=fix,
        )
    ]
