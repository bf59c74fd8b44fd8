"""Scores of questionnaires and the diary days they look back on, a second time."""

from __future__ import annotations

from datetime import timedelta

from plain_features_people import Row

# Items, whether they add up, and the days of its recall.
INSTRUMENTS = {
    "hit6": (6, True, 28),
    "midas": (5, True, 84),
    "msq21": (14, False, 28),
    "phq9": (9, True, 14),
    "gad7": (7, True, 14),
    "psqi": (7, True, 28),
    "pss10": (10, False, 28),
    "ndi": (10, True, None),
}
PAIRS = {"headache": "is_headache", "migraine": "is_migraine", "attack": "is_attack"}
PAIRS["acute"] = "is_acute_drug"


def questionnaire_scores(answered: list[Row]) -> list[Row]:
    rows: list[Row] = []
    last: dict[tuple[int, str], Row] = {}
    for row in sorted(
        answered, key=lambda row: (row["person_id"], row["instrument"], row["completed_on"])
    ):
        instrument = row["instrument"]
        recall = row.get("recall_days") or INSTRUMENTS[instrument][2]
        before = last.get((row["person_id"], instrument), {})
        total = _total(row)
        scored = {
            **{n: row[n] for n in ("person_id", "site_code", "instrument", "completed_on")},
            "total": total,
            "grade": None if total is None else _grade(instrument, total),
            "recall_from": recall and row["completed_on"] - timedelta(recall),
            "recall_to": recall and row["completed_on"] - timedelta(1),
            "previous_total": before.get("total"),
            "previous_on": before.get("completed_on"),
        }
        if total is not None:
            last[row["person_id"], instrument] = scored
        rows.append(scored)
    return rows


def _total(row: Row) -> int | None:
    items, adds_up, _ = INSTRUMENTS[row["instrument"]]
    answers = [row.get(f"item_{number}") for number in range(1, items + 1)]
    if row.get("total") is not None:
        return row["total"]
    return sum(answers) if adds_up and None not in answers else None


def _grade(instrument: str, total: int) -> str | None:
    if instrument == "hit6":
        if total <= 49:
            return "little_or_none"
        return "some" if total <= 55 else "substantial" if total <= 59 else "severe"
    if instrument == "midas":
        grades = ((5, "I"), (10, "II"), (20, "III"), (40, "IV-A"), (276, "IV-B"))
        return next(grade for most, grade in grades if total <= most)
    return None


def score_windows(scores: list[Row], spine_rows: list[Row]) -> list[Row]:
    on = {(day["person_id"], day["diary_date"]): day for day in spine_rows}
    rows = []
    for score in scores:
        if score["recall_from"] is None:
            continue
        span = (score["recall_to"] - score["recall_from"]).days + 1
        dates = (score["recall_from"] + timedelta(number) for number in range(span))
        days = [on[score["person_id"], day] for day in dates if (score["person_id"], day) in on]
        if days:
            rows.append(
                {
                    **{n: score[n] for n in ("person_id", "site_code", "instrument")},
                    "completed_on": score["completed_on"],
                    "spine_days": len(days),
                    "observed_days": sum(day["is_observed"] for day in days),
                    **_counted(days),
                }
            )
    return rows


def _counted(days: list[Row]) -> Row:
    counts = {}
    for name, column in PAIRS.items():
        is_told = name != "migraine" or days[0]["attack_basis"] == "migraine"
        told = [day[column] for day in days] if is_told else []
        counts[f"{name}_known_days"] = sum(value is not None for value in told)
        counts[f"{name}_days"] = sum(value is True for value in told)
    return counts
