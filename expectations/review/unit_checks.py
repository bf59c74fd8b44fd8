"""Checks of units: what gives itself away, what changes within a file, what changed since."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from expectations.measures.suspicions import SUSPICIONS
from expectations.review.checks import Check, share_check
from expectations.review.rules import FEWEST_OF_A_SHARE, UNIT_FACTOR
from triggerscape.contract.catalogue import INPUTS
from triggerscape.quality.file_measures import Moments

if TYPE_CHECKING:
    from expectations.measures.suspicions import Suspicion
    from expectations.review.history import History
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.quality.file_measures import FileMeasures

_NOTHING = Moments(0, 0, 0, 0)


def suspected(file: FileMeasures, profile: SiteProfile) -> list[Check]:
    """Columns most of whose values lie where only another unit puts them.

    Small values are possible in our own unit too: a site that declares it has the last word.
    """
    checks = []
    for one in SUSPICIONS:
        is_declared = profile.rule(one.contract, one.column).multiply == 1.0
        if one.contract != file.contract or (one.per_nonzero and is_declared):
            continue
        checks += share_check(
            "review.unit_suspected",
            file,
            one.column,
            file.value(one.name, one.column),
            _counted_against(file, one),
            said=f"{one.column} looks like {one.looks_like}",
            fix=one.fix,
        )
    return checks


def _counted_against(file: FileMeasures, one: Suspicion) -> float:
    if one.among:
        column, word = one.among
        return file.value(f"word {word}", column)
    seen = file.moments(one.column)
    return seen.nonzero if one.per_nonzero else seen.known


def changed_within(file: FileMeasures) -> list[Check]:
    """Columns whose values change their size between two months of the file; the later is named."""
    return [
        Check(
            "review.unit_changed",
            file.site_code,
            file.contract,
            factor,
            UNIT_FACTOR,
            use_id=file.use_id,
            column=column,
            period=period,
            said=f"{column} changes its size in {period}, as after a change of unit",
        )
        for column in sized_columns(file)
        for factor, period in _greatest_step(file, column)
    ]


def changed_since(file: FileMeasures, history: History) -> list[Check]:
    """Columns whose values are of another size than in all earlier files of the site together."""
    checks = []
    for column in sized_columns(file):
        before = history.moments.get(column, _NOTHING)
        now = file.moments(column)
        if _are_enough(before, now):
            checks.append(
                Check(
                    "review.unit_against_history",
                    file.site_code,
                    file.contract,
                    _factor(before, now),
                    UNIT_FACTOR,
                    use_id=file.use_id,
                    column=column,
                    said=f"{column} is of another size than in the site's earlier files",
                )
            )
    return checks


def sized_columns(file: FileMeasures) -> list[str]:
    """The columns with a unit whose values are never below zero: those that have a size."""
    table = INPUTS[file.contract]
    if file.contract == "questionnaire":
        return []  # which instruments are asked changes from month to month
    return [
        column.name
        for column in table
        if column.unit and column.low is not None and column.low >= 0 and column.kind.is_number
        if column.name in file.columns
    ]


def _greatest_step(file: FileMeasures, column: str) -> list[tuple[float, str]]:
    """The largest factor between all months before some month and all from it on."""
    periods = [p for p in file.periods if file.moments(column, p).known]
    months = [file.moments(column, period) for period in periods]
    before = list(accumulate(months))[:-1]
    after = list(accumulate(reversed(months)))[-2::-1]
    steps = [
        (_factor(old, new), period)
        for old, new, period in zip(before, after, periods[1:], strict=True)
        if _are_enough(old, new)
    ]
    return [max(steps, key=lambda step: (step[0], step[1]))] if steps else []


def _are_enough(one: Moments, other: Moments) -> bool:
    return min(one.nonzero, other.nonzero) >= FEWEST_OF_A_SHARE


def _factor(one: Moments, other: Moments) -> float:
    """How many times larger the larger typical value is; 1 where either has no size."""
    small, large = sorted((one.typical, other.typical))
    return large / small if small > 0 else 1.0
