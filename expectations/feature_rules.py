"""Rules that join several columns of a features table: (name, what is wrong, SQL true when so)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

FeatureRule = tuple[str, str, str]

FEATURE_RULES: dict[str, tuple[FeatureRule, ...]] = {
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
        (
            "observed_days_above_spine_days",
            "observed_days exceeds spine_days",
            "observed_days > spine_days",
        ),
        ("longer_than_28_days", "a window spans more than 28 days", "spine_days > 28"),
    ),
    "features.window_measure": (
        ("weight_not_positive", "a denominator is zero or below", "weight <= 0"),
    ),
}


def feature_rules(table: Table) -> list[FeatureRule]:
    """The rules of one table: its own, and that no days are counted beyond those that are known."""
    stems = [n.removesuffix("_known_days") for n in table.column_names if n.endswith("_known_days")]
    known = [
        (
            f"{stem}_days_above_known",
            f"{stem}_days exceeds {stem}_known_days",
            f"{stem}_days > {stem}_known_days",
        )
        for stem in stems
    ]
    return [*FEATURE_RULES.get(table.name, ()), *known]
