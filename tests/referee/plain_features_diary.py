"""The diary spine and attack onset, a second time, in loops over one person's days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from plain_features_people import Row

DOSES = tuple(f"acute_{d}" for d in "triptan nsaid gepant ergot opioid combination other".split())


def by_person(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows of each person, people in order of their number, rows as they came."""
    people: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        people[row["person_id"]].append(row)
    return dict(sorted(people.items()))


def covered_days(diary: list[Row], coverage: list[Row]) -> list[Row]:
    written = {(row["person_id"], row["diary_date"]) for row in diary}
    found = {}
    for stretch in coverage:
        for number in range((stretch["to_date"] - stretch["from_date"]).days + 1):
            day = stretch["from_date"] + timedelta(number)
            if (stretch["person_id"], day) not in written:
                found[stretch["person_id"], day] = {
                    "person_id": stretch["person_id"],
                    "site_code": stretch["site_code"],
                    "diary_date": day,
                }
    return [found[key] for key in sorted(found)]


def diary_people(diary: list[Row], coverage: list[Row]) -> list[Row]:
    return [
        {
            "person_id": person,
            "site_code": days[0]["site_code"],
            "first_date": min(row["diary_date"] for row in days),
            "date_is_relative": any(row.get("date_is_relative", False) for row in days),
            "attack_basis": (
                "migraine" if any(row.get("migraine") is not None for row in days) else "headache"
            ),
        }
        for person, days in by_person(_known(diary, coverage)).items()
    ]


def _known(diary: list[Row], coverage: list[Row]) -> list[Row]:
    entries = [row for row in diary if row["entry_status"] != "missed"]
    return [*entries, *({**row, "headache": False} for row in covered_days(diary, coverage))]


def spine(diary: list[Row], coverage: list[Row], severe_pain: int, late_after: int) -> list[Row]:
    people = {row["person_id"]: row for row in diary_people(diary, coverage)}
    rows: list[Row] = []
    for person, days in by_person(_known(diary, coverage)).items():
        who, known = people[person], {row["diary_date"]: row for row in days}
        relative, first = who["date_is_relative"], who["first_date"]
        for number in range((max(known) - first).days + 1):
            day = first + timedelta(number)
            row = known.get(day, {})
            headache, migraine = _headache(row)
            delay = None if relative else _delay(row)
            rows.append(
                {
                    **{name: who[name] for name in ("person_id", "site_code", "attack_basis")},
                    "diary_date": day,
                    "day_number": number,
                    "date_is_relative": relative,
                    "weekend": None if relative else day.weekday() in (5, 6),
                    "is_observed": day in known,
                    "is_headache": headache,
                    "is_migraine": migraine,
                    "is_attack": migraine if who["attack_basis"] == "migraine" else headache,
                    "is_severe": _severe(headache, row.get("pain_max"), severe_pain),
                    "is_acute_drug": _acute(row),
                    "entry_delay_days": delay,
                    "is_late": None if delay is None else delay > late_after,
                }
            )
    return rows


def _delay(row: Row) -> int | None:
    entered = row.get("entered_at")
    return None if entered is None else max(0, (entered.date() - row["diary_date"]).days)


def _headache(row: Row) -> tuple[bool | None, bool | None]:
    headache, migraine = row.get("headache"), row.get("migraine")
    if headache is None and migraine:
        headache = True
    if headache is False:
        migraine = False
    return headache, migraine


def _severe(headache: bool | None, pain: float | None, limit: int) -> bool | None:
    if headache is False:
        return False
    return None if pain is None else pain >= limit


def _acute(row: Row) -> bool | None:
    doses = [row[name] for name in DOSES if row.get(name) is not None]
    return any(dose > 0 for dose in doses) if doses else None


def onset_days(spine_rows: list[Row], clean_days: int, gap_days: int) -> list[Row]:
    rows = []
    for days in by_person(spine_rows).values():
        clean = 0
        for day in days:
            at_risk = day["is_attack"] is not None and clean >= clean_days and clean > gap_days
            rows.append(
                {
                    **{name: day[name] for name in ("person_id", "site_code", "diary_date")},
                    "clean_days": min(clean, 28),
                    "is_at_risk": at_risk,
                    "is_onset": day["is_attack"] if at_risk else None,
                }
            )
            clean = clean + 1 if day["is_attack"] is False else 0
    return rows
