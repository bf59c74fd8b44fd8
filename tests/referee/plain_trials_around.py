"""What surrounds time zero, a second time: a person's days one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from plain_features_people import Row

COUNTED = {
    "attack": "is_attack",
    "headache": "is_headache",
    "severe": "is_severe",
    "acute": "is_acute_drug",
}
RATES = {"mmd": "attack", "headache": "headache", "severe": "severe", "acute": "acute"}
SIDES = {"after": (1, 2), "before": (-3, -2, -1)}
Days = dict[tuple[int, date], Row]


def event_windows(zeros: list[Row], spine: list[Row], habits: list[Row]) -> list[Row]:
    days: Days = {(row["person_id"], row["diary_date"]): dict(row) for row in spine}
    for row in habits:
        if (row["person_id"], row["diary_date"]) in days:
            days[row["person_id"], row["diary_date"]] |= row
    rows = []
    for zero in zeros:
        for number in range(-6, 6):
            window = _days(days, zero["person_id"], zero["index_date"], 28 * number, 28)
            if window:
                who = {name: zero[name] for name in ("person_id", "site_code", "index_date")}
                rows.append({**who, "event_window": number, **_counts(window)})
    return rows


def _days(days: Days, person: int, zero: date, first: int, number: int) -> list[Row]:
    keys = ((person, zero + timedelta(day)) for day in range(first, first + number))
    return [days[key] for key in keys if key in days]


def _counts(window: list[Row]) -> Row:
    counts: Row = {
        "spine_days": len(window),
        "observed_days": sum(day["is_observed"] for day in window),
    }
    for name, column in COUNTED.items():
        told = [day[column] for day in window if day[column] is not None]
        counts |= {f"{name}_known_days": len(told), f"{name}_days": sum(told)}
    for name, column, total in (
        ("neck_pain", "neck_pain", "neck_pain_sum"),
        ("stress", "stress_tenths", "stress_tenths_sum"),
    ):
        told = [day[column] for day in window if day.get(column) is not None]
        counts |= {f"{name}_known_days": len(told), total: sum(told) if told else None}
    return counts


def rates_around(windows: list[Row], enough: int) -> list[Row]:
    by_zero: dict[tuple[int, date], list[Row]] = defaultdict(list)
    for row in windows:
        by_zero[row["person_id"], row["index_date"]].append(row)
    rows = []
    for (person, zero), around in sorted(by_zero.items()):
        for side, numbers in SIDES.items():
            own = [row for row in around if row["event_window"] in numbers]
            if own:
                head = {"person_id": person, "index_date": zero, "side": side}
                rows.append(head | _rates(own, enough * len(numbers)))
    return rows


def _rates(windows: list[Row], enough: int) -> Row:
    def total(name: str) -> int:
        return sum(window[name] or 0 for window in windows)

    def per_28(hits: str, known: str) -> float | None:
        return 28 * total(hits) / total(known) if total(known) >= enough else None

    def mean(hits: str, known: str, parts: int) -> float | None:
        return total(hits) / (parts * total(known)) if total(known) >= enough else None

    return {
        "mmd_known_days": total("attack_known_days"),
        **{name: per_28(f"{of}_days", f"{of}_known_days") for name, of in RATES.items()},
        "observed": per_28("observed_days", "spine_days"),
        "neck_pain": mean("neck_pain_sum", "neck_pain_known_days", 1),
        "stress": mean("stress_tenths_sum", "stress_known_days", 10),
    }


def scores_around(zeros: list[Row], scored: list[Row]) -> list[Row]:
    rows = []
    for zero in zeros:
        for instrument in ("hit6", "midas"):
            own = [
                score
                for score in scored
                if (score["person_id"], score["instrument"]) == (zero["person_id"], instrument)
                and score["total"] is not None
            ]
            day = zero["index_date"]
            before = [s for s in own if 0 <= (day - s["completed_on"]).days <= 84]
            after = [
                s
                for s in own
                if 0 < (s["completed_on"] - day).days <= 140 and s["recall_from"] >= day
            ]
            if before or after:
                rows.append(
                    {
                        "person_id": zero["person_id"],
                        "index_date": day,
                        "instrument": instrument,
                        "total_before": before[-1]["total"] if before else None,
                        "total_after": after[0]["total"] if after else None,
                    }
                )
    return rows


def people_at_zero(made: dict[str, list[Row]], people: list[Row], enough: int) -> list[Row]:
    """``made`` holds the tables that it reads, by short name."""
    counted = {
        (r["person_id"], r["index_date"], r["event_window"]): r for r in made["event_window"]
    }
    sides = {(r["person_id"], r["index_date"], r["side"]): r for r in made["rate_around"]}
    totals = {(r["person_id"], r["index_date"], r["instrument"]): r for r in made["score_around"]}
    who = {row["person_id"]: row for row in people}
    in_diary = {(row["person_id"], row["diary_date"]) for row in made["diary_spine"]}
    acting = Counter((row["person_id"], row["diary_date"]) for row in made["therapy_day"])
    rows = []
    for zero in made["time_zero"]:
        key = (zero["person_id"], zero["index_date"])
        row = dict(zero)
        for number in range(-6, 6):
            window = counted.get((*key, number), {})
            name = f"mmd_m{-number}" if number < 0 else f"mmd_{number}"
            is_known = window.get("attack_known_days", 0) >= enough
            row[name] = (
                28 * window["attack_days"] / window["attack_known_days"] if is_known else None
            )
        for side in SIDES:
            rates = sides.get((*key, side), {})
            row |= {f"{name}_{side}": rates.get(name) for name in (*RATES, "observed")}
            for instrument in ("hit6", "midas"):
                total = totals.get((*key, instrument), {}).get(f"total_{side}")
                row[f"{instrument}_{side}"] = total
        before = sides.get((*key, "before"), {})
        row["outcome_days"] = sides.get((*key, "after"), {}).get("mmd_known_days", 0)
        row |= {f"{name}_before": before.get(name) for name in ("neck_pain", "stress")}
        row |= _person(who.get(zero["person_id"], {}), zero["index_date"])
        eve = (zero["person_id"], zero["index_date"] - timedelta(1))
        row["therapies_before"] = acting[eve] if eve in in_diary else None
        rows.append(row)
    return rows


def _person(row: Row, zero: date) -> Row:
    born, sex, diagnosis = row.get("birth_year"), row.get("sex"), row.get("diagnosis")
    return {
        "age_years": zero.year - born if born else row.get("age_years"),
        "is_female": None if sex in (None, "unknown") else sex == "female",
        "is_chronic": None if diagnosis in (None, "unknown") else diagnosis == "chronic_migraine",
    }
