"""The designs of the models, a second time: factors looked up by date, trials person by person."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from plain_features_diary import by_person
from plain_features_people import Row

Factors = dict[tuple[int, date], dict[str, float]]
NEEDED = ("baseline_1", "baseline_2", "baseline_3", "outcome", "age_years")


def onset_design(onsets: list[Row], spine: list[Row], factors: Factors, of: Any) -> list[Row]:
    basis = {row["person_id"]: row["attack_basis"] for row in spine}
    rows = []
    for day in onsets:
        if not day["is_at_risk"]:
            continue
        row = {name: day[name] for name in ("person_id", "site_code", "diary_date")}
        row |= {"attack_basis": basis[day["person_id"]], "outcome": float(day["is_onset"])}
        for factor in of:
            then = day["diary_date"] - timedelta(factor.primary_lag)
            row[factor.code] = factors.get((day["person_id"], then), {}).get(factor.code)
        rows.append(row)
    return rows


def same_day_design(spine: list[Row], factors: Factors, of: Any) -> list[Row]:
    return [
        {
            **{name: day[name] for name in ("person_id", "site_code", "diary_date")},
            "attack_basis": day["attack_basis"],
            "outcome": float(day["is_attack"]),
            **{
                factor.code: factors[day["person_id"], day["diary_date"]].get(factor.code)
                for factor in of
            },
        }
        for day in spine
        if day["is_attack"] is not None
    ]


def factors_by_day(spine: list[Row], entries: list[Row]) -> Factors:
    """What is known of each person's day, from the calendar or from an entry, as numbers."""
    found: Factors = defaultdict(dict)
    for row in (*spine, *entries):
        numbers = ((name, value) for name, value in row.items() if type(value) in (bool, float))
        found[row["person_id"], row["diary_date"]] |= {name: float(v) for name, v in numbers}
    return found


def trial(uses: list[Row], starts: list[Row], therapy: str, comparator: str) -> list[Row]:
    pair = (therapy, comparator)
    rows = []
    for person, own in by_person(use for use in uses if use["therapy_id"] in pair).items():
        first = min(use["index_date"] for use in own)
        chosen = [use["therapy_id"] for use in own if use["index_date"] == first]
        if len(chosen) > 1:
            continue
        for start in starts:
            if start["person_id"] != person or start["therapy_id"] != chosen[0]:
                continue
            flags = (start["is_female"], start["is_chronic"])
            if None in flags or any(start[name] is None for name in NEEDED):
                continue
            rows.append(
                {
                    **{f"mmd_m{back}": start[f"baseline_{back}"] for back in range(1, 7)},
                    **{n: start[n] for n in ("site_code", "outcome_days", "age_years")},
                    "person_id": person,
                    "arm": int(chosen[0] == therapy),
                    "mmd_after": start["outcome"],
                    "is_female": int(start["is_female"]),
                    "is_chronic": int(start["is_chronic"]),
                    "co_starts": start["co_starts"],
                }
            )
    return rows
