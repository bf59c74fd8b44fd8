"""Time zero of the trials of therapies, a second time: who could enter, person by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plain_features_courses import TIMES
from plain_features_diary import by_person
from plain_features_people import Row
from plain_features_therapies import GROUP_OF

MONDAY = date(2000, 1, 3)
LONG_AFTER = date(9000, 1, 1)
PRIME = 1000003


@dataclass(frozen=True)
class OnRecord:
    """The days by site on which no row of therapy means that none was given."""

    days: set[tuple[str, date]]

    def holds(self, site: str, first: date, last: date) -> bool:
        span = range((last - first).days + 1)
        return all((site, first + timedelta(day)) in self.days for day in span)


def window_of(day: date) -> int:
    return (day - MONDAY).days // 28


def possible_zeros(spine: list[Row], record: OnRecord, washout_days: int) -> list[Row]:
    rows = []
    for person, days in by_person(r for r in spine if not r["date_is_relative"]).items():
        first, last, site = days[0]["diary_date"], days[-1]["diary_date"], days[0]["site_code"]
        for window in range(window_of(first), window_of(last) + 1):
            mixed = (person % PRIME + 7919 * (window + 5000)) % PRIME
            day = MONDAY + timedelta(28 * window + mixed**2 % PRIME % 28)
            washout = timedelta(washout_days)
            if not first + washout <= day <= last:
                continue
            if record.holds(site, day - washout, day + timedelta(28)):
                zero = {"person_id": person, "site_code": site, "month_index": window}
                rows.append(zero | {"index_date": day})
    return rows


def course_stops(starts: list[Row], doses: list[Row], record: OnRecord) -> list[Row]:
    rows = []
    for start in starts:
        until, waited = first_course(start, doses)
        if until is None or waited is None:
            continue
        if record.holds(start["site_code"], start["index_date"], waited):
            stop = until + timedelta(1)
            rows.append(
                {
                    **{name: start[name] for name in ("person_id", "site_code", "therapy_id")},
                    "start_date": start["index_date"],
                    "stop_date": stop,
                    "known_from": waited + timedelta(1),
                    "course_days": (stop - start["index_date"]).days,
                }
            )
    return rows


def first_course(start: Row, doses: list[Row]) -> tuple[date | None, date | None]:
    """Its last day, and the last day on which a further dose would have belonged to it."""
    until = waited = None
    for dose in sorted(own_doses(start, doses), key=lambda dose: dose["dose_date"]):
        if waited is not None and dose["dose_date"] > waited:
            break
        given = dose["given_until"] or LONG_AFTER
        gap = timedelta(TIMES[dose["therapy_code"]].session_gap_days)
        until = max(until or given, given)
        waited = max(waited or given + gap, given + gap)
    return (None, None) if until == LONG_AFTER else (until, waited)


def own_doses(start: Row, doses: list[Row]) -> list[Row]:
    """The doses of a start's therapy, or of the leaves of its group."""
    return [
        dose
        for dose in doses
        if dose["person_id"] == start["person_id"]
        and start["therapy_id"] in (dose["therapy_code"], GROUP_OF[dose["therapy_code"]])
    ]


def time_zeros(starts: list[Row], possible: list[Row], stops: list[Row]) -> list[Row]:
    days = {(row["person_id"], row["index_date"]): row["site_code"] for row in [*starts, *possible]}
    days |= {(row["person_id"], row["stop_date"]): row["site_code"] for row in stops}
    return [
        {"person_id": who, "site_code": site, "index_date": day, "month_index": window_of(day)}
        for (who, day), site in sorted(days.items())
    ]


def starts_in_full(
    starts: list[Row], uses: list[Row], doses: list[Row], record: OnRecord
) -> list[Row]:
    rows = []
    for start in starts:
        day = start["index_date"]
        own = own_doses(start, doses)
        given = [d for d in own if d["is_session"] and 0 <= (d["dose_date"] - day).days < 28]
        minutes = [dose["minutes"] for dose in given]
        _, waited = first_course(start, doses)
        is_on_record = record.holds(start["site_code"], day, day + timedelta(83))
        rows.append(
            {
                **start,
                "co_starts": len(others_near(start, uses)),
                "leaf": min(first_leaves(start, uses)),
                "sessions_28": len({dose["dose_date"] for dose in given}) if own else None,
                "minutes_28": sum(minutes) if minutes and None not in minutes else None,
                "is_stopped_by_84": (
                    waited is not None and (waited - day).days < 84
                    if own and is_on_record
                    else None
                ),
            }
        )
    return rows


def others_near(start: Row, uses: list[Row]) -> list[str]:
    """Other leaves that a person first used within 28 days of a start."""
    return [
        use["therapy_id"]
        for use in uses
        if use["person_id"] == start["person_id"]
        and use["therapy_id"] in GROUP_OF
        and start["therapy_id"] not in (use["therapy_id"], GROUP_OF[use["therapy_id"]])
        and abs((use["index_date"] - start["index_date"]).days) <= 28
    ]


def first_leaves(start: Row, uses: list[Row]) -> list[str]:
    return [
        use["therapy_id"]
        for use in uses
        if (use["person_id"], use["index_date"]) == (start["person_id"], start["index_date"])
        and use["therapy_id"] in GROUP_OF
        and start["therapy_id"] in (use["therapy_id"], GROUP_OF[use["therapy_id"]])
    ]
