"""28-day windows and burden measures, a second time, by counting days into dictionaries."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from plain_features_people import Row

ORIGIN = date(2000, 1, 3)
PAIRS = {"headache": "is_headache", "migraine": "is_migraine", "severe": "is_severe"}
PAIRS |= {"acute": "is_acute_drug", "late": "is_late"}
VARIANTS = (
    "headache_1_h headache_30_min headache_any migraine_30_min migraine_4_h migraine_aura "
    "migraine_criteria_30_min migraine_criteria_4_h migraine_reported migraine_specific_drug"
).split()
DRUGS = "any triptan ergot opioid combination simple gepant overusable".split()


def person_windows(spine_rows: list[Row]) -> list[Row]:
    counts: dict[tuple[int, str, str, int], Counter[str]] = {}
    for day in spine_rows:
        places = [("personal", day["day_number"] // 28)]
        if not day["date_is_relative"]:
            places.append(("calendar", (day["diary_date"] - ORIGIN).days // 28))
        for kind, index in places:
            key = (day["person_id"], day["site_code"], kind, index)
            count = counts.setdefault(key, Counter())
            count["spine_days"] += 1
            count["observed_days"] += day["is_observed"]
            for name, column in PAIRS.items():
                if name == "migraine" and day["attack_basis"] == "headache":
                    continue
                count[f"{name}_known_days"] += day[column] is not None
                count[f"{name}_days"] += day[column] is True
    first = _first_dates(spine_rows)
    return [
        {
            "person_id": person,
            "site_code": site,
            "window_kind": kind,
            "window_index": index,
            "window_start": (ORIGIN if kind == "calendar" else first[person])
            + timedelta(28 * index),
            **{name: counts[person, site, kind, index][name] for name in _names()},
        }
        for person, site, kind, index in sorted(counts)
        if counts[person, site, kind, index]["observed_days"]
    ]


def _first_dates(spine_rows: list[Row]) -> dict[int, date]:
    first: dict[int, date] = {}
    for day in spine_rows:
        first[day["person_id"]] = min(first.get(day["person_id"], date.max), day["diary_date"])
    return first


def _names() -> list[str]:
    pairs = [name for pair in PAIRS for name in (f"{pair}_known_days", f"{pair}_days")]
    return ["observed_days", "spine_days", *pairs]


def window_measures(windows: list[Row], min_window_days: int) -> list[Row]:
    rates = {"mmd_mean": "migraine", "mhd_mean": "headache", "acute_drug_days": "acute"}
    rows = []
    for window in windows:
        measured = {
            name: (window[f"{pair}_days"], window[f"{pair}_known_days"])
            for name, pair in rates.items()
        }
        measured["severe_day_share"] = (window["severe_days"], window["severe_known_days"])
        measured["diary_completeness"] = (window["observed_days"], window["spine_days"])
        for name, (hits, days) in sorted(measured.items()):
            if days >= min_window_days:
                is_rate = name in rates
                rows.append(
                    {
                        **{k: window[k] for k in _KEYS},
                        "measure_id": name,
                        "days": days,
                        "value": round(Fraction(28_000_000 * hits, days)) if is_rate else hits,
                        "weight": 1_000_000 if is_rate else days,
                    }
                )
    return rows


_KEYS = ("person_id", "site_code", "window_kind", "window_index", "window_start")


def outcomes_by_window(outcomes: list[Row], spine_rows: list[Row]) -> list[tuple[Row, list[Row]]]:
    """The outcome days of each window: of the calendar, or personal where there is no calendar."""
    first = _first_dates(spine_rows)
    who = {day["person_id"]: day for day in spine_rows}
    windows: dict[tuple[int, str, int], list[Row]] = {}
    for day in outcomes:
        person = day["person_id"]
        kind = "personal" if who[person]["date_is_relative"] else "calendar"
        since = first[person] if kind == "personal" else ORIGIN
        index = (day["diary_date"] - since).days // 28
        windows.setdefault((person, kind, index), []).append(day)
    return [
        (
            {
                "person_id": person,
                "site_code": who[person]["site_code"],
                "window_kind": kind,
                "window_index": index,
                "window_start": (first[person] if kind == "personal" else ORIGIN)
                + timedelta(28 * index),
            },
            windows[person, kind, index],
        )
        for person, kind, index in sorted(windows)
    ]


def window_variants(outcomes: list[Row], decided: list[Row], spine_rows: list[Row]) -> list[Row]:
    is_decided = {(row["person_id"], row["variant"]) for row in decided}
    return [
        {
            **place,
            "variant": name,
            "observed_days": len(days),
            "known_days": sum(day[name] is not None for day in days),
            "days": sum(day[name] is True for day in days),
        }
        for place, days in outcomes_by_window(outcomes, spine_rows)
        for name in VARIANTS
        if (place["person_id"], name) in is_decided
    ]


def drug_windows(outcomes: list[Row], spine_rows: list[Row]) -> list[Row]:
    rows = []
    for place, days in outcomes_by_window(outcomes, spine_rows):
        counts = {}
        for name in DRUGS:
            told = [day[f"took_{name}"] for day in days]
            counts[f"{name}_known_days"] = sum(value is not None for value in told)
            counts[f"{name}_days"] = sum(value is True for value in told)
        rows.append({**place, **counts})
    return rows
