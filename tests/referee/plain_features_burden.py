"""Chronic migraine and medication overuse, a second time, by looking at three windows at a time."""

from __future__ import annotations

from fractions import Fraction

from plain_features_people import Row

from triggerscape.settings import Settings

CLASSES = ("triptan", "ergot", "opioid", "combination", "simple")
_PLACE = ("person_id", "site_code", "window_kind", "window_index", "window_start")
_KEY = ("person_id", "window_kind", "window_index")


def chronicities(windows: list[Row], of: Settings) -> list[Row]:
    return [
        {**_only(three[-1], _PLACE), **_chronicity([w for w in three if w], of)}
        for three in _threes(windows)
    ]


def _chronicity(known: list[Row], of: Settings) -> Row:
    judged = [_is_chronic(window, of) for window in known]
    chronic, told = judged.count(True), len(judged) - judged.count(None)
    days = sum(window["headache_days"] for window in known)
    of_days = sum(window["headache_known_days"] for window in known)
    state = "unknown" if told < 3 else {3: "chronic", 0: "episodic"}.get(chronic, "changing")
    frequency = None
    if state == "episodic":
        rate = Fraction(28 * days, of_days)
        if rate < of["definitions.high_frequency_days"]:
            frequency = "low"
        elif rate < of["definitions.chronic_headache_days"]:
            frequency = "high"
    return {
        "state": state,
        "frequency": frequency,
        "judged_windows": told,
        "chronic_windows": chronic,
        "headache_known_days": of_days,
        "headache_days": days,
    }


def _is_chronic(window: Row, of: Settings) -> bool | None:
    return every(
        [
            _reaches(window, "headache", of["definitions.chronic_headache_days"], of),
            _reaches(window, "migraine", of["definitions.chronic_migraine_days"], of),
        ]
    )


def window_subgroups(chronic: list[Row], diarists: list[Row], people: list[Row]) -> list[Row]:
    first = {row["person_id"]: row["first_date"].year for row in diarists}
    told = {row["person_id"]: row for row in people}
    rows = []
    for window in chronic:
        if window["window_kind"] != "calendar":
            continue
        person = told.get(window["person_id"], {})
        levels = {
            "all": "all",
            "age_band": _age_band(person, first[window["person_id"]]),
            "chronicity": {"chronic": "chronic", "episodic": "episodic"}.get(
                window["state"], "changing or unknown"
            ),
            "diagnosis": person.get("diagnosis") or "unknown",
            "sex": person.get("sex") or "unknown",
        }
        place = _only(window, ("person_id", "site_code", "window_index", "window_start"))
        rows += [
            {**place, "subgroup_kind": kind, "subgroup_level": levels[kind]}
            for kind in sorted(levels)
        ]
    return sorted(
        rows, key=lambda row: (row["person_id"], row["window_index"], row["subgroup_kind"])
    )


def _age_band(person: Row, year: int) -> str:
    born, age = person.get("birth_year"), person.get("age_years")
    if born is not None:
        age = year - born
    if age is None:
        return "unknown"
    limits = {60: "60 and over", 45: "45 to 59", 30: "30 to 44", 18: "18 to 29"}
    return next((band for limit, band in limits.items() if age >= limit), "under 18")


def medication_overuses(drugs: list[Row], windows: list[Row], of: Settings) -> list[Row]:
    headaches = {_place(window): window for window in windows}
    rows = []
    for three in _threes(drugs):
        around = [headaches[_place(window)] if window else None for window in three]
        limit = of["definitions.chronic_headache_days"]
        frequent = every([_reaches(window, "headache", limit, of) for window in around])
        flags = {
            name: every(
                [_reaches(window, name, of[f"definitions.{limit}"], of) for window in three]
            )
            for name, limit in {
                **dict.fromkeys(CLASSES[:4], "overuse_days"),
                "simple": "overuse_simple_days",
            }.items()
        }
        flags["mixed"] = every([_mixed(window, of) for window in three])
        some = any_of(list(flags.values()))
        if some is None and not all(_may_be_overuse(window, of) for window in three):
            some = False
        rows.append(
            {
                **_only(three[-1], _PLACE),
                "is_headache_frequent": frequent,
                **{f"is_{name}_overuse": flag for name, flag in flags.items()},
                "is_medication_overuse": every([frequent, some]),
            }
        )
    return rows


def _mixed(window: Row | None, of: Settings) -> bool | None:
    together = _reaches(window, "overusable", of["definitions.overuse_mixed_days"], of)
    if not together:
        return together
    return sum(window[f"{name}_days"] > 0 for name in CLASSES) >= 2


def _may_be_overuse(window: Row | None, of: Settings) -> bool:
    limits = ("overuse_days", "overuse_simple_days", "overuse_mixed_days")
    least = min(of[f"definitions.{name}"] for name in limits)
    return _reaches(window, "overusable", least, of) is not False


def _reaches(window: Row | None, name: str, limit: int, of: Settings) -> bool | None:
    if window is None or window[f"{name}_known_days"] < of["definitions.min_window_days"]:
        return None
    return Fraction(28 * window[f"{name}_days"], window[f"{name}_known_days"]) >= limit


def _threes(windows: list[Row]) -> list[list[Row | None]]:
    """Each window with the two before it, oldest first; None where one is missing."""
    there = {_place(window): window for window in windows}
    return [
        [there.get((person, kind, index - back)) for back in (2, 1, 0)]
        for person, kind, index in sorted(there)
    ]


def _place(window: Row) -> tuple:
    return tuple(window[name] for name in _KEY)


def _only(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names}


def every(told: list[bool | None]) -> bool | None:
    """All of them: no where one is no, unknown where one is unknown."""
    return False if False in told else None if None in told else True


def any_of(told: list[bool | None]) -> bool | None:
    """One of them: yes where one is yes, unknown where one is unknown."""
    return True if True in told else None if None in told else False
