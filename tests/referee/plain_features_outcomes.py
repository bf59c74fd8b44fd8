"""What each day and each episode was, a second time.

What is unknown is settled twice, once as no and once as yes: a day is decided where both agree.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from plain_features_diary import by_person, covered_days
from plain_features_people import Row

CLASSES = "triptan ergot opioid combination nsaid other gepant".split()
SPECIFIC = ("triptan", "ergot", "gepant")
SYMPTOMS = "nausea vomiting photophobia phonophobia aggravated_by_activity".split()
VARIANTS = (
    "migraine_reported migraine_criteria_30_min migraine_criteria_4_h migraine_aura "
    "migraine_specific_drug migraine_30_min migraine_4_h headache_any headache_30_min headache_1_h"
).split()


def outcome_days(diary: list[Row], coverage: list[Row], moderate_pain: int) -> list[Row]:
    entries = [row for row in diary if row["entry_status"] != "missed"]
    covered = [{**row, "headache": False} for row in covered_days(diary, coverage)]
    return [
        {
            "person_id": row["person_id"],
            "diary_date": row["diary_date"],
            **_decided(lambda unknown, row=row: _variants(row, unknown, moderate_pain)),
            **_taken(row),
        }
        for days in by_person([*entries, *covered]).values()
        for row in sorted(days, key=lambda day: day["diary_date"])
    ]


def _decided(told: Callable[[bool], Row]) -> Row:
    least, most = told(False), told(True)
    return {name: least[name] if least[name] == most[name] else None for name in least}


def _variants(row: Row, unknown: bool, moderate_pain: int) -> Row:
    """The variants of a day on which everything that is not known is so, or is not so."""

    def said(name: str) -> bool:
        return unknown if row.get(name) is None else bool(row[name])

    headache = True if row.get("headache") is None and row.get("migraine") else said("headache")
    minutes = row.get("headache_minutes")
    minutes = (1440 if unknown else 0) if minutes is None else minutes
    pain = row.get("pain_max")
    is_moderate = unknown if pain is None else pain >= moderate_pain
    nobody_asked = 2 * unknown  # one side of the head; pulsating
    features = is_moderate + said("aggravated_by_activity") + nobody_asked
    beside = said("nausea") or said("vomiting") or (said("photophobia") and said("phonophobia"))
    criteria = headache and features >= 2 and beside
    silent_clear = row.get("headache") is False and row.get("aura") is None
    aura = False if silent_clear else said("aura")
    specific = headache and _any_of(row, SPECIFIC, unknown)
    short, long = criteria and minutes >= 30, criteria and minutes >= 240
    return {
        "migraine_reported": row.get("headache") is not False and said("migraine"),
        "migraine_criteria_30_min": short,
        "migraine_criteria_4_h": long,
        "migraine_aura": aura,
        "migraine_specific_drug": specific,
        "migraine_30_min": short or aura or specific,
        "migraine_4_h": long or aura or specific,
        "headache_any": headache,
        "headache_30_min": headache and minutes >= 30,
        "headache_1_h": headache and (minutes >= 60 or _any_of(row, CLASSES, unknown)),
    }


def _any_of(row: Row, classes: list[str] | tuple[str, ...], unknown: bool) -> bool:
    """A diary that records one of these drugs would have recorded the others too."""
    doses = [row[f"acute_{name}"] for name in classes if row.get(f"acute_{name}") is not None]
    return any(dose > 0 for dose in doses) if doses else unknown


def _taken(row: Row) -> Row:
    groups = {
        "any": CLASSES,
        **{name: [name] for name in ("triptan", "ergot", "opioid", "combination")},
        "simple": ["nsaid", "other"],
        "gepant": ["gepant"],
        "overusable": [name for name in CLASSES if name != "gepant"],
    }
    return _decided(
        lambda unknown: {f"took_{n}": _any_of(row, of, unknown) for n, of in groups.items()}
    )


def decided_variants(outcomes: list[Row]) -> list[Row]:
    found = {
        (day["person_id"], name)
        for day in outcomes
        for name in VARIANTS
        if day[name] is not None and (day["headache_any"] is not False or name == "headache_any")
    }
    return [{"person_id": person, "variant": name} for person, name in sorted(found)]


def episodes(spine_rows: list[Row], gap_days: int) -> list[Row]:
    rows = []
    for person, days in by_person(spine_rows).items():
        on = {day["diary_date"]: day for day in days}
        attacks = [date for date, day in on.items() if day["is_attack"]]
        groups = [[date] for date in attacks[:1]]
        for before, date in pairwise(attacks):
            pause = [before + timedelta(n) for n in range(1, (date - before).days)]
            if len(pause) <= gap_days and all(on[day]["is_attack"] is False for day in pause):
                groups[-1].append(date)
            else:
                groups.append([date])
        rows += [
            {
                "person_id": person,
                "site_code": days[0]["site_code"],
                "first_date": group[0],
                "last_date": group[-1],
                "is_start_known": _is_clean(on, group[0], range(-gap_days - 1, 0)),
                "is_end_known": _is_clean(on, group[-1], range(1, gap_days + 2)),
                "attack_days": len(group),
                "bridged_days": (group[-1] - group[0]).days + 1 - len(group),
                **_counted([on[date] for date in group]),
            }
            for group in groups
        ]
    return rows


def _is_clean(on: dict, date: object, around: range) -> bool:
    near = (on.get(date + timedelta(number)) for number in around)
    return all(day is not None and day["is_attack"] is False for day in near)


def _counted(days: list[Row]) -> Row:
    severe, acute = ([day[name] for day in days] for name in ("is_severe", "is_acute_drug"))
    return {
        "severe_known_days": sum(told is not None for told in severe),
        "severe_days": sum(told is True for told in severe),
        "acute_known_days": sum(told is not None for told in acute),
        "acute_days": sum(told is True for told in acute),
    }
