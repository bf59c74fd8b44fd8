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


def spine(diary: list[Row], coverage: list[Row], severe_pain: int) -> list[Row]:
    entries = [row for row in diary if row["entry_status"] != "missed"]
    covered = [{**row, "headache": False} for row in covered_days(diary, coverage)]
    rows: list[Row] = []
    for person, days in by_person([*entries, *covered]).items():
        known = {row["diary_date"]: row for row in days}
        basis = "headache"
        if any(row.get("migraine") is not None for row in days):
            basis = "migraine"
        first, last = min(known), max(known)
        relative = any(row.get("date_is_relative", False) for row in days)
        for number in range((last - first).days + 1):
            day = first + timedelta(number)
            row = known.get(day)
            headache, migraine = _headache(row or {})
            rows.append(
                {
                    "person_id": person,
                    "site_code": days[0]["site_code"],
                    "diary_date": day,
                    "day_number": number,
                    "date_is_relative": relative,
                    "is_observed": row is not None,
                    "is_headache": headache,
                    "is_migraine": migraine,
                    "attack_basis": basis,
                    "is_attack": migraine if basis == "migraine" else headache,
                    "is_severe": _severe(headache, (row or {}).get("pain_max"), severe_pain),
                    "is_acute_drug": _acute(row or {}),
                }
            )
    return rows


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
                    "clean_days": clean,
                    "is_at_risk": at_risk,
                    "is_onset": day["is_attack"] if at_risk else None,
                }
            )
            clean = clean + 1 if day["is_attack"] is False else 0
    return rows
