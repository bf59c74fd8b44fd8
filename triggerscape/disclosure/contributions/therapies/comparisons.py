"""People behind therapy_effect, therapy_diagnostic, therapy_event_time and therapy_combination."""

from __future__ import annotations

from triggerscape.disclosure.contributions.therapies.trial_people import (
    LAYERS,
    STARTS,
    STOPS,
    TRIAL,
    of_trial,
)

PAIR = {"therapy_id": "one", "comparator_id": "other"}
_FEWEST_DAYS = 4
_ASKED_BEFORE = ("hit6", "midas")
_COUNTED_BEFORE = ("headache", "severe", "acute")
_MEASURE = {"headache": "headache_day", "severe": "severe_day", "acute": "acute_drug_day"}
_WINDOWS = {window: f"mmd_m{-window}" if window < 0 else f"mmd_{window}" for window in range(-6, 6)}


def effect_sql() -> str:
    """Keys therapy_id, comparator_id, measure_id: who is known in each outcome."""
    parts = [_outcome("mmd_difference", "mmd_after IS NOT NULL", "mmd_after")]
    for name in _COUNTED_BEFORE:
        measure = f"{_MEASURE[name]}_difference"
        parts.append(_outcome(measure, f"{name}_after IS NOT NULL", f"{name}_after"))
    for name in _ASKED_BEFORE:
        known = f"{name}_after IS NOT NULL AND {name}_before IS NOT NULL"
        parts.append(_outcome(f"{name}_difference", known, f"{name}_after, {name}_before"))
    for percent in (30, 50, 75):
        is_response = f"mmd_after <= mmd_before * {1 - percent / 100!r} + 1e-9"
        can_respond = f"mmd_before >= {_FEWEST_DAYS}"
        parts.append(_outcome(f"responder_{percent}_difference", can_respond, is_response))
    stopped = "is_stopped_by_84 IS NOT NULL"
    parts.append(_outcome("stopping_difference", stopped, "is_stopped_by_84"))
    return "\nUNION ALL\n".join(parts)


def diagnostic_sql() -> str:
    """Keys therapy_id, comparator_id: the people of the comparison of migraine days."""
    return of_trial(PAIR, "mmd_after", where=f"kind = '{STARTS}' AND mmd_after IS NOT NULL")


def event_time_sql() -> str:
    """Keys therapy_id, comparator_id, event_window: who is known there and in the base windows."""
    windows = ", ".join(
        f"{{'event_window': {window}, 'days': {column}}}" for window, column in _WINDOWS.items()
    )
    source = f"(SELECT *, unnest([{windows}], recursive := true) FROM {TRIAL})"
    early = "mmd_m6 IS NOT NULL AND mmd_m5 IS NOT NULL AND mmd_m4 IS NOT NULL"
    of_base = f"(kind = '{STARTS}' AND {early}) OR kind = '{STOPS}'"
    keys = {**PAIR, "event_window": "event_window"}
    where = f"({of_base}) AND days IS NOT NULL"
    return of_trial(keys, "event_window, days", where=where, source=source)


def combination_sql() -> str:
    """Keys therapy_a, therapy_b: a trial counts those who began both; of others, only these."""
    keys = {"therapy_a": "one", "therapy_b": "other"}
    fitted = of_trial(keys, "mmd_after", where=f"kind = '{LAYERS}'", counted="arm = 3")
    return f"""
SELECT * FROM ({fitted})
UNION ALL
SELECT p.therapy_a, p.therapy_b, one.person_id, one.site_code, true, CAST(NULL AS DOUBLE),
    md5_number_lower(concat_ws('|', one.index_date, other.index_date))
FROM (
    SELECT DISTINCT therapy_a, therapy_b FROM estimates.therapy_combination WHERE n_a IS NULL
) AS p
JOIN features.first_use AS one ON one.therapy_id = p.therapy_a
JOIN features.first_use AS other
    ON other.therapy_id = p.therapy_b AND other.person_id = one.person_id
WHERE abs(date_diff('day', one.index_date, other.index_date)) <= 27"""


def _outcome(measure: str, known: str, told: str) -> str:
    keys = {**PAIR, "measure_id": f"'{measure}'"}
    return of_trial(keys, told, where=f"kind = '{STARTS}' AND {known}")
