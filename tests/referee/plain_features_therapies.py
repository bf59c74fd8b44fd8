"""First uses, days on record and new starts, a second time, day by day."""

from __future__ import annotations

from datetime import date, timedelta

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


def therapy_records(people: list[Row], delivered: list[Row]) -> list[Row]:
    """Stretches of days on record, found by walking from each day to the next."""
    days = delivered_days(delivered)
    rows = []
    for person in people:
        own = {day for site, day in days if site == person["site_code"]}
        for first in sorted(day for day in own if day - timedelta(1) not in own):
            last = first
            while last + timedelta(1) in own:
                last += timedelta(1)
            if not person["date_is_relative"]:
                who = {name: person[name] for name in ("person_id", "site_code")}
                rows.append({**who, "from_date": first, "to_date": last})
    return rows


def delivered_days(delivered: list[Row]) -> set[tuple[str, date]]:
    """Site and day wherever no therapy on record means no therapy."""
    return {
        (row["site_code"], row["from_date"] + timedelta(day))
        for row in delivered
        if row["contract"] == "therapy" and row["is_complete"]
        for day in range((row["to_date"] - row["from_date"]).days + 1)
    }


def person_traits(people: list[Row]) -> list[Row]:
    names = ("person_id", "site_code", "sex", "diagnosis", "birth_year", "age_years")
    rows = [{name: person[name] for name in names} for person in people]
    return sorted(rows, key=lambda row: row["person_id"])
