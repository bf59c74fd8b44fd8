"""Checks of one file by itself: what its shares and counts say about how it was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from expectations.review.checks import Check, share_check
from expectations.review.rules import (
    FEWEST_OF_A_SHARE,
    LARGEST_HEADACHE_SHARE,
    limit_of,
)
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.language import Kind
from triggerscape.quality.file_measures import Moments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from expectations.row_rules import RowRule
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.quality.file_measures import FileMeasures

SMALLEST_HEADACHE_SHARE = 0.02
# From this share of a person's days on, entries are daily, headache or not.
DAILY_DENSITY = 0.9
# Fewer days than this between the first and the last say nothing about a first of January.
FEWEST_DAYS_OF_A_YEAR = 60
FEWEST_TIMES = 200
_NO_TIME = Moments(0, 0, 0, 0)


def content_checks(
    file: FileMeasures, profile: SiteProfile, rules: Mapping[str, RowRule]
) -> list[Check]:
    """Every check that needs nothing but the file's own measures.

    ``rules`` are the row rules of the contract by code; each says in how many rows it may be
    broken before the file is held back. One it does not name may be in 5%.
    """
    return [
        *_often_broken(file, rules),
        *_sentinels(file),
        *_default_dates(file),
        *_times(file),
        *_headaches(file),
        *_late(file),
        *_clock(file, profile),
        *_promised(file, profile),
        *_unmapped(file, profile),
    ]


def _often_broken(file: FileMeasures, rules: Mapping[str, RowRule]) -> list[Check]:
    """One check a row rule that any row breaks; of the rows in which the column was filled in."""
    checks = []
    for code, broken in _broken_rules(file).items():
        column, rule = code.split(".")[1], rules.get(code)
        if rule and rule.share == 0:
            checks.append(_one_too_many(file, rule, broken))
            continue
        unwritten = file.value(f"broken {file.contract}.{column}.form")
        filled = file.moments(column).known + unwritten
        is_about_all = code.endswith(".missing") or filled < broken
        rows = file.rows if is_about_all else filled
        high = rule.share if rule else limit_of("review.rule_broken_often")
        said = f"in more than {high:.0%} of the rows {rule.sentence if rule else code}"
        fix = rule.fix if rule else ""
        name = "review.rule_broken_often"
        checks += share_check(name, file, column, broken, rows, high=high, said=said, fix=fix)
    return checks


def _one_too_many(file: FileMeasures, rule: RowRule, broken: float) -> Check:
    """The check of a rule that no row at all may break, however few rows there are."""
    return Check(
        "review.rule_broken_often",
        file.site_code,
        file.contract,
        broken / file.rows,
        rule.share,
        use_id=file.use_id,
        column=rule.column,
        amiss=int(broken),
        said=f"in one row or more {rule.sentence}, which makes all others doubtful",
        fix=rule.fix,
    )


def _broken_rules(file: FileMeasures) -> dict[str, float]:
    return {
        name.removeprefix("broken "): value
        for (_, _, name), value in sorted(file.values.items())
        if name.startswith("broken ")
    }


def _sentinels(file: FileMeasures) -> list[Check]:
    return [
        check
        for column in file.columns
        for check in share_check(
            "review.sentinel",
            file,
            column,
            file.value("sentinel", column),
            file.moments(column).known,
            said=f"{column} is 99, 999, -9 or their like more often than by chance",
        )
        if file.value("sentinel", column)
    ]


def _default_dates(file: FileMeasures) -> list[Check]:
    first, last = file.first_day, file.last_day
    spans_a_year = first and last and (last - first).days >= FEWEST_DAYS_OF_A_YEAR
    checks = []
    for column in _columns(file, Kind.DATE):
        defaults = file.value("default_date", column)
        if spans_a_year:
            defaults = max(defaults, file.value("new_year", column))
        known = file.moments(column).known
        said = f"many rows have {column} on the first of January or on a computer's day 0"
        checks += share_check("review.default_date", file, column, defaults, known, said=said)
    return checks


def _times(file: FileMeasures) -> list[Check]:
    """Wall times only: of recorded_at the day is enough, to tell which version is newer."""
    return [
        check
        for column in _columns(file, Kind.TIMESTAMP)
        if column != "recorded_at"
        for check in share_check(
            "review.no_times",
            file,
            column,
            file.value("midnight", column),
            file.moments(column).known,
            said=f"nearly all times of {column} are midnight: the site keeps days, not times",
        )
    ]


def _headaches(file: FileMeasures) -> list[Check]:
    """The share of headache days, and whether a daily diary looks like a log of attacks."""
    known, yes = file.moments("headache").known, file.value("yes", "headache")
    daily = file.value("word daily_prompt", "entry_basis")
    if known < FEWEST_OF_A_SHARE or daily < file.rows / 2:
        return []
    limits = {"review.headache_share": (SMALLEST_HEADACHE_SHARE, LARGEST_HEADACHE_SHARE)}
    if _density(file) < DAILY_DENSITY:
        limits["review.event_log"] = (0.0, 1 - 0.5 / known)
    return [
        Check(
            rule,
            file.site_code,
            file.contract,
            yes / known,
            high,
            low,
            use_id=file.use_id,
            column="headache",
        )
        for rule, (low, high) in limits.items()
    ]


def _density(file: FileMeasures) -> float:
    """Entries of the days between the first and the last of the file, for as many as are in it."""
    first, last, people = file.first_day, file.last_day, file.value("people")
    if not (first and last and people):
        return 0.0
    return file.rows / (people * ((last - first).days + 1))


def _late(file: FileMeasures) -> list[Check]:
    late, known = file.value("late", "entered_at"), file.moments("entered_at").known
    return share_check("review.backfilled", file, "entered_at", late, known)


def _clock(file: FileMeasures, profile: SiteProfile) -> list[Check]:
    """Hours of visits in the months of summer time against those of the other months."""
    if file.contract != "visit":
        return []
    halves = {True: _NO_TIME, False: _NO_TIME}
    for period in file.periods:
        halves[_is_summer_time(period, profile.timezone)] += file.moments("start_local", period)
    summer, winter = halves[True], halves[False]
    if min(summer.known, winter.known) < FEWEST_TIMES:
        return []
    return [
        Check(
            "review.clock_shift",
            file.site_code,
            file.contract,
            abs(summer.mean - winter.mean),
            limit_of("review.clock_shift"),
            use_id=file.use_id,
            column="start_local",
        )
    ]


def _is_summer_time(period: str, timezone: str) -> bool:
    middle = datetime.fromisoformat(f"{period}-15T12:00").replace(tzinfo=ZoneInfo(timezone))
    return bool(middle.dst())


def _promised(file: FileMeasures, profile: SiteProfile) -> list[Check]:
    promised = profile.expected.min_rows
    if promised is None:
        return []
    return [
        Check(
            "review.fewer_than_promised",
            file.site_code,
            file.contract,
            file.rows,
            low=float(promised),
            use_id=file.use_id,
        )
    ]


def _unmapped(file: FileMeasures, profile: SiteProfile) -> list[Check]:
    """The share of therapies whose codes no rule knows; by month where the file as a whole is fine.

    So the month is named in which a site begins to use new codes.
    """
    high = profile.expected.unmapped_limit
    whole = _unmapped_in(file, "", high)
    if any(check.is_broken for check in whole):
        return whole
    return whole + [check for month in file.periods for check in _unmapped_in(file, month, high)]


def _unmapped_in(file: FileMeasures, period: str, high: float | None) -> list[Check]:
    unmapped = file.value("word unmapped", "therapy_code", period)
    known = file.moments("therapy_code", period).known
    checks = share_check("therapy.unmapped", file, "therapy_code", unmapped, known, high=high)
    return [replace(check, period=period) for check in checks]


def _columns(file: FileMeasures, kind: Kind) -> list[str]:
    table = INPUTS[file.contract]
    return [column.name for column in table if column.kind is kind and column.name in file.columns]
