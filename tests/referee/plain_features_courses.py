"""Sessions, doses, courses and the days they act on, a second time: a person's days one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from plain_features_diary import by_person
from plain_features_people import Row

from triggerscape.therapy_times import CourseTimes
from triggerscape.vocabulary import THERAPIES

TIMES = {therapy.code: therapy.times for therapy in THERAPIES}
Leaf = tuple[int, str]


def sessions(therapies: list[Row]) -> list[Row]:
    found: dict[tuple[int, str, date], list[Row]] = defaultdict(list)
    for row in therapies:
        if row["status"] == "completed" and _is_session(row):
            found[row["person_id"], row["therapy_code"], row["start_date"]].append(row)
    return [
        {
            **_leaf(rows[0]),
            "session_date": key[2],
            "row_count": len(rows),
            "minutes": _sum(row.get("minutes") for row in rows),
            "body_regions": len({row.get("body_region") for row in rows} - {None, "unknown"})
            or None,
        }
        for key, rows in sorted(found.items())
    ]


def doses(therapies: list[Row]) -> list[Row]:
    found: dict[tuple[int, str, date], list[Row]] = defaultdict(list)
    for row in therapies:
        if row["status"] == "completed" and TIMES[row["therapy_code"]] is not None:
            found[row["person_id"], row["therapy_code"], row["start_date"]].append(row)
    made = []
    for key, rows in sorted(found.items()):
        given = [row for row in rows if _is_session(row)]
        ends = [row["start_date"] if row in given else row.get("end_date") for row in rows]
        is_open = any(end is None or end == date.max for end in ends)
        made.append(
            {
                **_leaf(rows[0]),
                "dose_date": key[2],
                "given_until": None if is_open else max(ends),
                "is_session": bool(given),
                "minutes": _sum(row.get("minutes") for row in given),
            }
        )
    return made


def courses(dose_rows: list[Row]) -> list[Row]:
    parted: list[list[Row]] = []
    for dose in dose_rows:
        if not parted or not _is_resumed(parted[-1], dose):
            parted.append([])
        parted[-1].append(dose)
    numbers: dict[Leaf, int] = defaultdict(int)
    rows = []
    for course in parted:
        first = course[0]
        times = _times(first)
        numbers[first["person_id"], first["therapy_code"]] += 1
        last = _last_day(course)
        given = [dose for dose in course if dose["is_session"]]
        gaps = sorted(
            (later["dose_date"] - sooner["dose_date"]).days for sooner, later in pairwise(given)
        )
        timed = [dose["minutes"] for dose in given if dose["minutes"] is not None]
        rows.append(
            {
                **_leaf(first),
                "course_number": numbers[first["person_id"], first["therapy_code"]],
                "first_date": first["dose_date"],
                "last_date": last,
                "sessions": len(given),
                "timed_sessions": len(timed),
                "minutes": _sum(timed),
                "usual_gap_days": gaps[(len(gaps) - 1) // 2] if gaps else None,
                "established_from": first["dose_date"] + timedelta(times.onset_days),
                "active_until": last and last + timedelta(_carry(times)),
                "washout_until": last and last + timedelta(_reach(times)),
            }
        )
    return rows


def therapy_days(dose_rows: list[Row], spine_rows: list[Row]) -> list[Row]:
    """What is in effect on each spine day, from nothing but the doses up to that day."""
    leaves: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for dose in dose_rows:
        leaves[dose["person_id"]][dose["therapy_code"]].append(dose)
    rows = []
    for person, days in by_person(spine_rows).items():
        for day in days:
            if day["date_is_relative"]:
                continue
            for code, given in sorted(leaves[person].items()):
                so_far = [dose for dose in given if dose["dose_date"] <= day["diary_date"]]
                state = _state(so_far, day["diary_date"])
                if state:
                    rows.append(
                        {
                            "person_id": person,
                            "diary_date": day["diary_date"],
                            "therapy_code": code,
                            **state,
                        }
                    )
    return rows


def _state(so_far: list[Row], today: date) -> Row | None:
    if not so_far:
        return None
    course: list[Row] = []
    for dose in so_far:
        if course and not _is_resumed(course, dose):
            course = []
        course.append(dose)
    times = _times(course[0])
    last = _last_day(course)
    since_given = 0 if last is None else max(0, (today - last).days)
    if since_given > _reach(times):
        return None
    day_of_course = (today - course[0]["dose_date"]).days
    phase = "onset" if day_of_course < times.onset_days else "established"
    given = [dose["dose_date"] for dose in course if dose["is_session"]]
    return {
        "phase": "washout" if since_given > _carry(times) else phase,
        "day_of_course": day_of_course,
        "sessions_so_far": len(given),
        "days_since_session": min(365, (today - given[-1]).days) if given else None,
    }


def _is_resumed(course: list[Row], dose: Row) -> bool:
    """True where a dose comes before the course of the same person and leaf is given up."""
    if any(course[0][name] != dose[name] for name in ("person_id", "therapy_code")):
        return False
    last = _last_day(course)
    return last is None or (dose["dose_date"] - last).days <= _times(dose).session_gap_days


def _last_day(course: list[Row]) -> date | None:
    ends = [dose["given_until"] for dose in course]
    return None if None in ends else max(ends)


def _is_session(row: Row) -> bool:
    end = row.get("end_date")
    return row["delivery"] == "session" if end is None else end == row["start_date"]


def _times(row: Row) -> CourseTimes:
    times = TIMES[row["therapy_code"]]
    assert times is not None
    return times


def _carry(times: CourseTimes) -> int:
    return min(times.session_gap_days, times.washout_days)


def _reach(times: CourseTimes) -> int:
    return max(times.session_gap_days, times.washout_days)


def _leaf(row: Row) -> Row:
    return {name: row[name] for name in ("person_id", "site_code", "therapy_code")}


def _sum(values) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
