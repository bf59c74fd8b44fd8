"""The designs of the models, a second time: factors looked up by date."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from plain_features_people import Row

from triggerscape.doses import DOSES
from triggerscape.vocabulary import THERAPIES
from triggerscape.warehouse.designs.onset_design import AGE_BANDS

Factors = dict[tuple[int, date], dict[str, float]]
GROUP_OF = {therapy.code: therapy.group for therapy in THERAPIES}


def onset_design(
    made: dict[str, list[Row]], people: list[Row], factors: Factors, of: Any
) -> list[Row]:
    """``made`` holds the tables of features that the design reads, by short name."""
    spine = {(row["person_id"], row["diary_date"]): row for row in made["diary_spine"]}
    habits = {(row["person_id"], row["diary_date"]): row for row in made["habit_day"]}
    trait = {row["person_id"]: row for row in people}
    states = {
        (row["person_id"], row["window_index"]): row["state"]
        for row in made["chronicity"]
        if row["window_kind"] == "personal"
    }
    groups = defaultdict(set)
    for row in made["therapy_day"]:
        if row["phase"] == "established":
            groups[row["person_id"], row["diary_date"]].add(GROUP_OF[row["therapy_code"]])
    rows = []
    for onset in made["onset_day"]:
        who, date_ = onset["person_id"], onset["diary_date"]
        day, yesterday = spine[who, date_], spine.get((who, date_ - timedelta(1)), {})
        if day["is_attack"] is None or onset["clean_days"] < 1:
            continue
        person, stratum = trait.get(who, {}), day["day_number"] // 28
        row = {name: day[name] for name in ("person_id", "site_code", "diary_date", "attack_basis")}
        row |= {"outcome": float(day["is_attack"])}
        row |= {name: onset[name] for name in ("is_at_risk", "clean_days")}
        row |= {
            "has_late_entry": True in (day["is_late"], yesterday.get("is_late")),
            "day_number": day["day_number"],
            "stratum": stratum,
            "sex": person.get("sex"),
            "diagnosis": person.get("diagnosis"),
            "age_band": age_band(person, day),
            "chronicity": states.get((who, stratum - 1)),
            "therapy_groups": sorted(groups[who, date_]) or None,
        }
        for dose in DOSES:
            entry = habits.get((who, date_ - timedelta(dose.primary_lag)), {})
            amount = entry.get(dose.column)
            row[dose.design_column] = None if amount is None else amount / dose.per
        for factor in of:
            then = date_ - timedelta(factor.primary_lag)
            row[factor.code] = factors.get((who, then), {}).get(factor.code)
        rows.append(row)
    return rows


def age_band(person: Row, day: Row) -> str | None:
    age = person.get("age_years")
    if person.get("birth_year") is not None and not day["date_is_relative"]:
        age = day["diary_date"].year - person["birth_year"]
    if age is None:
        return None
    return AGE_BANDS[sum(age >= limit for limit in (18, 30, 45, 60))]


def timing_design(onsets: list[Row], spine: list[Row], factors: Factors, of: Any) -> list[Row]:
    basis = {row["person_id"]: row["attack_basis"] for row in spine}
    rows = []
    for day in onsets:
        if not day["is_at_risk"]:
            continue
        row = {name: day[name] for name in ("person_id", "site_code", "diary_date")}
        row |= {"attack_basis": basis[day["person_id"]], "outcome": float(day["is_onset"])}
        for factor in of:
            for lag, name in ((-1, "lead1"), (0, "lag0"), (1, "lag1"), (2, "lag2"), (3, "lag3")):
                then = day["diary_date"] - timedelta(lag)
                known = factors.get((day["person_id"], then), {})
                row[f"{factor.code}_{name}"] = known.get(factor.code)
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
