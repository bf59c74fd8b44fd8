"""Costs and satisfaction, a second time, row by row and day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from plain_features_people import Row

from triggerscape.vocabulary import THERAPIES
from triggerscape.vocabulary import therapy as known

GROUP_OF = {therapy.code: therapy.group for therapy in THERAPIES}
FOLLOWED = 83


def charges(therapies: list[Row]) -> list[Row]:
    """features.therapy_cost, each amount as exact decimals."""
    days: dict[tuple[int, str, date], list[Row]] = defaultdict(list)
    for row in therapies:
        is_charged = row["delivery"] != "home" or row.get("cost_amount") is not None
        if row["status"] == "completed" and is_charged:
            days[row["person_id"], row["therapy_code"], row["start_date"]].append(row)
    found = []
    for (person, code, day), rows in sorted(days.items()):
        priced = [row for row in rows if row.get("cost_amount") is not None]
        told = [row for row in priced if row.get("covered_amount") is not None]
        found.append(
            {
                "person_id": person,
                "site_code": rows[0]["site_code"],
                "therapy_code": code,
                "cost_date": day,
                "charged_rows": len(rows),
                "priced_rows": len(priced),
                **_currencies(row["cost_currency"] for row in priced),
                "cost_thousandths": sum(_thousandths(row["cost_amount"]) for row in priced),
                "covered_thousandths": sum(_thousandths(row["covered_amount"]) for row in told),
                "cover_told_thousandths": sum(_thousandths(row["cost_amount"]) for row in told),
            }
        )
    return found


def satisfactions(therapies: list[Row], visits: list[Row]) -> list[Row]:
    answered = {
        (row["person_id"], row["site_code"], row["visit_key"]): row
        for row in visits
        if row["status"] == "completed" and row["satisfaction"] is not None
    }
    given = {
        (row["person_id"], row["site_code"], row.get("visit_key"), row["therapy_code"])
        for row in therapies
        if row["status"] == "completed"
    }
    days: dict[tuple[int, str, date], Row] = {}
    for person, site, visit, code in given:
        if (person, site, visit) not in answered:
            continue
        said = answered[person, site, visit]
        row = days.setdefault(
            (person, code, said["visit_date"]),
            {
                "person_id": person,
                "site_code": site,
                "therapy_code": code,
                "visit_date": said["visit_date"],
                "answers": 0,
                "satisfaction_sum": 0,
            },
        )
        row["answers"] += 1
        row["satisfaction_sum"] += said["satisfaction"]
    return [days[key] for key in sorted(days)]


def course_costs(courses: list[Row], charged: list[Row], records: list[Row]) -> list[Row]:
    """Courses that began while on record, and had ended by a day on the same stretch of it."""
    found = []
    for course in courses:
        if course["last_date"] is None:
            continue
        times = known(course["therapy_code"]).times
        assert times is not None
        try:
            last_wait = course["last_date"] + timedelta(times.session_gap_days)
        except OverflowError:
            continue
        if not _is_on_record(records, course["person_id"], course["first_date"], last_wait):
            continue
        own = [
            row
            for row in charged
            if (row["person_id"], row["therapy_code"])
            == (course["person_id"], course["therapy_code"])
            and course["first_date"] <= row["cost_date"] <= course["last_date"]
        ]
        if own:
            names = ("person_id", "site_code", "therapy_code", "course_number")
            found.append({name: course[name] for name in names} | _total(own))
    return found


def start_costs(
    uses: list[Row], sessions: list[Row], charged: list[Row], records: list[Row]
) -> list[Row]:
    found = []
    for use in uses:
        first, last = use["index_date"], use["index_date"] + timedelta(FOLLOWED)
        if not _is_on_record(records, use["person_id"], first, last):
            continue
        held = [
            row for row in sessions if _is_of(row, use) and first <= row["session_date"] <= last
        ]
        paid = [row for row in charged if _is_of(row, use) and first <= row["cost_date"] <= last]
        found.append({**use, "sessions": len(held), **_total(paid)})
    return found


def costs_after(zeros: list[Row], charged: list[Row], records: list[Row]) -> list[Row]:
    found = []
    for zero in zeros:
        first, last = zero["index_date"], zero["index_date"] + timedelta(FOLLOWED)
        if _is_on_record(records, zero["person_id"], first, last):
            paid = [
                row
                for row in charged
                if row["person_id"] == zero["person_id"] and first <= row["cost_date"] <= last
            ]
            names = ("person_id", "site_code", "index_date")
            found.append({name: zero[name] for name in names} | _total(paid))
    return found


def _is_of(row: Row, use: Row) -> bool:
    code = row["therapy_code"]
    return row["person_id"] == use["person_id"] and use["therapy_id"] in {code, GROUP_OF[code]}


def _is_on_record(records: list[Row], person: int, first: date, last: date) -> bool:
    return any(
        row["person_id"] == person and row["from_date"] <= first and last <= row["to_date"]
        for row in records
    )


def _total(rows: list[Row]) -> Row:
    named = [row[name] for row in rows for name in ("first_currency", "last_currency")]
    return {
        "charged_rows": sum(row["charged_rows"] for row in rows),
        "priced_rows": sum(row["priced_rows"] for row in rows),
        **_currencies(name for name in named if name is not None),
        "cost_thousandths": sum(row["cost_thousandths"] for row in rows),
    }


def _currencies(names: Iterable[str]) -> Row:
    ordered = sorted(names)
    first, last = (ordered[0], ordered[-1]) if ordered else (None, None)
    return {"first_currency": first, "last_currency": last}


def _thousandths(amount: float) -> int:
    return int((Decimal(str(amount)) * 1000).quantize(Decimal(1), ROUND_HALF_UP))
