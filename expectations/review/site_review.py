"""The review of one site: every check of every file, in the order of the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from expectations.judging import rules_of
from expectations.review.checks import Check, Finding, finding
from expectations.review.content_checks import content_checks
from expectations.review.history import History
from expectations.review.history_checks import drift, short
from expectations.review.rules import REVIEW_RULES
from expectations.review.site_checks import site_checks
from expectations.review.unit_checks import changed_since, changed_within, suspected
from triggerscape.contract.catalogue import INPUTS
from triggerscape.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from expectations.review.deployment import Deployment
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.quality.file_measures import FileMeasures


# What is wrong with a column of a file is said once, by the first of these that speaks of it.
_PLAINEST_FIRST = (
    "review.unit_suspected",
    "review.unit_changed",
    "review.unit_against_history",
    "review.rule_broken_often",
    "review.drift",
)


def review(checks: Iterable[Check]) -> list[Finding]:
    """The findings among some checks, sorted: those that broke, each column's fault told once.

    A unit that is off breaks a range, differs from history and drifts as well; the plainest word
    for it stays. Of one rule the farthest measure stays.
    """
    told: dict[tuple[str, ...], Finding] = {}
    for one in sorted((finding(check) for check in checks if check.is_broken), key=_by_plainness):
        about = "its size" if one.code in _PLAINEST_FIRST else one.code
        period = "" if one.code in _PLAINEST_FIRST else one.period
        told.setdefault((one.site_code, one.use_id, one.contract, about, one.column, period), one)
    return sorted(
        told.values(),
        key=lambda one: (one.site_code, one.use_id, one.contract, one.code, one.column, one.period),
    )


def _by_plainness(one: Finding) -> tuple[int, float, str]:
    rank = _PLAINEST_FIRST.index(one.code) if one.code in _PLAINEST_FIRST else 0
    return rank, -one.measured, one.sentence


def held_back(findings: Iterable[Finding]) -> frozenset[str]:
    """The uses that are held back as a whole: those with a critical finding."""
    return frozenset(
        one.use_id for one in findings if one.use_id and one.severity is Severity.CRITICAL
    )


def check_site(
    files: Sequence[FileMeasures],
    profile: SiteProfile,
    deployment: Deployment,
    shares: Mapping[str, float] | None = None,
) -> list[Check]:
    """Every check of one site's files, broken or not; the same in whatever order they came.

    A file is compared with those whose data end before its own, and a file held back by itself or
    by its history is nobody's history. ``shares`` gives, by the code of a row rule, another share
    of rows above which it holds a file back than the rule's own.
    """
    checks: list[Check] = []
    for contract, table in INPUTS.items():
        rules = {
            rule.code: replace(rule, share=(shares or {}).get(rule.code, rule.share))
            for rule in rules_of(table, profile)
        }
        history = History()
        for file in sorted((f for f in files if f.contract == contract), key=_by_data):
            found = [
                *content_checks(file, profile, rules),
                *suspected(file, profile),
                *changed_within(file),
                *changed_since(file, history),
            ]
            checks += found
            if not any(_holds_back(check) for check in found):
                checks += [*drift(file, history), *short(file, history)]
                history.add(file)
    return checks + site_checks(files, profile, deployment)


def _by_data(file: FileMeasures) -> tuple[date, str, str]:
    return file.last_day or date.min, str(file.extracted_at or ""), file.use_id


def _holds_back(check: Check) -> bool:
    return check.is_broken and REVIEW_RULES[check.rule].severity is Severity.CRITICAL
