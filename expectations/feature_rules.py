"""Rules that join several columns of a features table: (name, what is wrong, SQL true when so)."""

from __future__ import annotations

_KNOWN_DAYS = (
    ("headache_days", "headache_known_days"),
    ("attack_days", "attack_known_days"),
    ("severe_days", "severe_known_days"),
    ("acute_days", "acute_known_days"),
    ("observed_days", "spine_days"),
)

FEATURE_RULES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "features.diary_spine": (
        (
            "migraine_without_headache",
            "a migraine day is not a headache day",
            "is_migraine AND NOT is_headache",
        ),
        (
            "unobserved_with_values",
            "a day nobody observed carries a value",
            "NOT is_observed AND coalesce(is_headache, is_migraine, is_attack, is_severe, "
            "is_acute_drug) IS NOT NULL",
        ),
    ),
    "features.onset_day": (
        (
            "onset_off_risk",
            "an attack onset is given for a day that is not at risk, or none for one that is",
            "is_at_risk <> (is_onset IS NOT NULL)",
        ),
    ),
    "features.person_window": (
        *(
            (f"{part}_above_{whole}", f"{part} exceeds {whole}", f"{part} > {whole}")
            for part, whole in _KNOWN_DAYS
        ),
        ("longer_than_28_days", "a window spans more than 28 days", "spine_days > 28"),
    ),
    "features.window_measure": (
        ("weight_not_positive", "a denominator is zero or below", "weight <= 0"),
    ),
}
