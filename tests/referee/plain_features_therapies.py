"""First uses, new starts and what surrounds them, a second time, start by start."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from plain_features_diary import by_person
from plain_features_people import Row

from triggerscape.vocabulary import THERAPIES

GROUP_OF = {therapy.code: therapy.group for therapy in THERAPIES}


def first_uses(therapies: list[Row]) -> list[Row]:
    first: dict[tuple[int, str], Row] = {}
    for row in therapies:
        if row["status"] != "completed":
            continue
        for therapy in {row["therapy_code"], GROUP_OF[row["therapy_code"]]}:
            key = (row["person_id"], therapy)
            if key not in first or row["start_date"] < first[key]["index_date"]:
                first[key] = {
                    "person_id": row["person_id"],
                    "site_code": row["site_code"],
                    "therapy_id": therapy,
                    "index_date": row["start_date"],
                }
    return [first[key] for key in sorted(first)]


def new_starts(
    uses: list[Row], spine_rows: list[Row], delivered: list[Row], washout_days: int
) -> list[Row]:
    days = by_person(row for row in spine_rows if not row["date_is_relative"])
    known = delivered_days(delivered)
    return [
        use
        for use in uses
        if use["person_id"] in days
        and (use["index_date"] - days[use["person_id"]][0]["diary_date"]).days >= washout_days
        and all(
            (use["site_code"], use["index_date"] + timedelta(day)) in known
            for day in range(-washout_days, 29)
        )
    ]


def delivered_days(delivered: list[Row]) -> set[tuple[str, date]]:
    """Site and day wherever no therapy on record means no therapy."""
    return {
        (row["site_code"], row["from_date"] + timedelta(day))
        for row in delivered
        if row["contract"] == "therapy" and row["is_complete"]
        for day in range((row["to_date"] - row["from_date"]).days + 1)
    }


def start_windows(starts: list[Row], spine_rows: list[Row]) -> list[Row]:
    days = by_person(spine_rows)
    rows = []
    for start, index in product(starts, range(-6, 3)):
        window = [
            day["is_attack"]
            for day in days[start["person_id"]]
            if (day["diary_date"] - start["index_date"]).days // 28 == index
        ]
        if window:
            rows.append(
                {
                    **{name: start[name] for name in ("person_id", "site_code", "therapy_id")},
                    "window_index": index,
                    "window_start": start["index_date"] + timedelta(28 * index),
                    "attack_known_days": sum(attack is not None for attack in window),
                    "attack_days": sum(attack is True for attack in window),
                }
            )
    return rows


def co_starts(start: Row, uses: list[Row]) -> int:
    near = 0
    for use in uses:
        leaf = use["therapy_id"]
        if use["person_id"] != start["person_id"] or leaf not in GROUP_OF:
            continue
        is_other = start["therapy_id"] not in (leaf, GROUP_OF[leaf])
        near += is_other and abs((use["index_date"] - start["index_date"]).days) <= 28
    return near


def co_start_rows(starts: list[Row], uses: list[Row]) -> list[Row]:
    rows = [
        {
            "person_id": start["person_id"],
            "therapy_id": start["therapy_id"],
            "co_starts": co_starts(start, uses),
        }
        for start in starts
    ]
    return [row for row in rows if row["co_starts"]]


def therapy_starts(
    starts: list[Row], uses: list[Row], spine_rows: list[Row], people: list[Row], enough: int
) -> list[Row]:
    who = {row["person_id"]: row for row in people}
    windows = {
        (row["person_id"], row["therapy_id"], row["window_index"]): row
        for row in start_windows(starts, spine_rows)
    }
    rows = []
    for start in starts:
        counted = [
            windows.get((start["person_id"], start["therapy_id"], index), {})
            for index in range(-6, 3)
        ]
        known = [window.get("attack_known_days", 0) for window in counted]
        hits = [window.get("attack_days", 0) for window in counted]
        rates = [_rate(h, k, enough) for h, k in zip(hits, known, strict=True)]
        rows.append(
            {
                **start,
                **{f"baseline_{back}": rates[6 - back] for back in range(1, 7)},
                "outcome_1": rates[6],
                "outcome": _rate(sum(hits[7:]), sum(known[7:]), 2 * enough),
                "outcome_days": sum(known[7:]),
                "co_starts": co_starts(start, uses),
                **_person(who.get(start["person_id"], {}), start["index_date"]),
            }
        )
    return rows


def _rate(hits: int, days: int, enough: int) -> float | None:
    return 28 * hits / days if days >= enough else None


def _person(row: Row, start: date) -> Row:
    born, sex, diagnosis = row.get("birth_year"), row.get("sex"), row.get("diagnosis")
    return {
        "age_years": start.year - born if born else row.get("age_years"),
        "is_female": None if sex in (None, "unknown") else sex == "female",
        "is_chronic": (None if diagnosis in (None, "unknown") else diagnosis == "chronic_migraine"),
    }


def person_traits(people: list[Row]) -> list[Row]:
    names = ("person_id", "site_code", "sex", "diagnosis", "birth_year", "age_years")
    rows = [{name: person[name] for name in names} for person in people]
    return sorted(rows, key=lambda row: row["person_id"])
