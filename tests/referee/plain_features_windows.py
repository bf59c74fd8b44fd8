"""28-day windows and burden measures, a second time, by counting days into dictionaries."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from plain_features_people import Row

ORIGIN = date(2000, 1, 3)
PAIRS = {"headache": "is_headache", "migraine": "is_migraine", "severe": "is_severe"}
PAIRS |= {"acute": "is_acute_drug", "late": "is_late"}
EARLY_SIGNS = ("neck_pain_any", "fatigue", "bright_light", "odour")
VARIANTS = (
    "headache_1_h headache_30_min headache_any migraine_30_min migraine_4_h migraine_aura "
    "migraine_criteria_30_min migraine_criteria_4_h migraine_reported migraine_specific_drug"
).split()
DRUGS = "any triptan ergot opioid combination simple gepant overusable".split()


def person_windows(spine_rows: list[Row], factor_rows: list[Row]) -> list[Row]:
    counts: dict[tuple[int, str, str, int], Counter[str]] = {}
    asked = {
        (day["person_id"], day["diary_date"]): [
            day[sign] for sign in EARLY_SIGNS if day[sign] is not None
        ]
        for day in factor_rows
    }
    for day in spine_rows:
        signs = asked.get((day["person_id"], day["diary_date"]), [])
        places = [("personal", day["day_number"] // 28)]
        if not day["date_is_relative"]:
            places.append(("calendar", (day["diary_date"] - ORIGIN).days // 28))
        for kind, index in places:
            key = (day["person_id"], day["site_code"], kind, index)
            count = counts.setdefault(key, Counter())
            count["spine_days"] += 1
            count["observed_days"] += day["is_observed"]
            count["premonitory_known_days"] += bool(signs)
            count["premonitory_days"] += any(signs)
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
    pairs = [
        name for pair in (*PAIRS, "premonitory") for name in (f"{pair}_known_days", f"{pair}_days")
    ]
    return ["observed_days", "spine_days", *pairs]


def window_measures(
    windows: list[Row], scored: list[Row], visits: list[Row], min_window_days: int
) -> list[Row]:
    """Days by window, and what was answered in it by those whose diary spans it."""
    rows = []
    for window in windows:
        measured = _measured_days(window, min_window_days)
        if window["spine_days"] >= min_window_days:
            measured |= _last_scores(window, scored) | _satisfaction(window, visits)
        rows += [
            {**{k: window[k] for k in _KEYS}, "measure_id": name}
            | dict(zip(("days", "value", "weight"), told, strict=True))
            for name, told in sorted(measured.items())
        ]
    return rows


def _measured_days(window: Row, fewest: int) -> dict[str, tuple[int, int, int]]:
    rates = {"mmd_mean": "migraine", "mhd_mean": "headache", "acute_drug_days": "acute"}
    pairs = {name: (window[f"{of}_days"], window[f"{of}_known_days"]) for name, of in rates.items()}
    found = {
        name: (days, round(Fraction(28_000_000 * hits, days)), 1_000_000)
        for name, (hits, days) in pairs.items()
        if days >= fewest
    }
    pairs = {
        f"{of}_day_share": (window[f"{of}_days"], window[f"{of}_known_days"])
        for of in ("severe", "premonitory")
    }
    pairs["diary_completeness"] = (window["observed_days"], window["spine_days"])
    return found | {name: (of, hits, of) for name, (hits, of) in pairs.items() if of >= fewest}


def _last_scores(window: Row, scored: list[Row]) -> dict[str, tuple[int, int, int]]:
    found = {}
    for row in sorted(_within(window, scored, "completed_on"), key=lambda row: row["completed_on"]):
        if row["instrument"] in {"hit6", "midas"} and row["total"] is not None:
            found[f"{row['instrument']}_mean"] = (1, row["total"], 1)
    return found


def _satisfaction(window: Row, visits: list[Row]) -> dict[str, tuple[int, int, int]]:
    told = [
        row
        for row in _within(window, visits, "visit_date")
        if row["status"] == "completed" and row["satisfaction"] is not None
    ]
    days = {row["visit_date"] for row in told}
    points = sum(row["satisfaction"] for row in told)
    return {"satisfaction_mean": (len(days), points, len(told))} if told else {}


def _within(window: Row, rows: list[Row], day: str) -> list[Row]:
    return [
        row
        for row in rows
        if row["person_id"] == window["person_id"]
        and 0 <= (row[day] - window["window_start"]).days < 28
    ]


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
