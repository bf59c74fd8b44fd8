"""Every subgroup a published table speaks of: kind, level, meaning."""

from __future__ import annotations

from triggerscape.vocabulary import GROUP_LABELS

ALL = "all"
BETWEEN = "between levels"
_UNKNOWN = "Nobody has told the site"
_TEST = "The test whether the levels of this kind differ"
_AGES = (
    ("under 18", "Younger than 18 years"),
    ("18 to 29", "18 to 29 years"),
    ("30 to 44", "30 to 44 years"),
    ("45 to 59", "45 to 59 years"),
    ("60 and over", "60 years or older"),
    ("unknown", _UNKNOWN),
)
_SEXES = (
    ("female", "Female, as the site tells it"),
    ("male", "Male, as the site tells it"),
    ("other", "Another sex, as the site tells it"),
    ("unknown", _UNKNOWN),
)
_DIAGNOSES = (
    ("mwoa", "Migraine without aura"),
    ("mwa", "Migraine with aura"),
    ("chronic_migraine", "Chronic migraine, by the site's diagnosis"),
    ("probable", "Probable migraine"),
    ("tension", "Tension-type headache"),
    ("cluster", "Cluster headache"),
    ("other", "Another headache"),
    ("unknown", _UNKNOWN),
)
_STATES = (
    ("chronic", "15 headache days and 8 migraine days of 28, three windows in a row"),
    ("episodic", "None of the three windows like that"),
    ("changing", "Some of the three windows like that"),
    ("changing or unknown", "Some of the three windows like that, or too few days known"),
    ("unknown", "Too few days are known"),
)
_THERAPY = (
    ("established", "On days with the therapy long enough in effect to act"),
    ("not established", "On all other days"),
)
FIFTHS = (
    ("lowest fifth", "The lowest fifth of all forecasts"),
    ("second fifth", "The next fifth of all forecasts from the lowest"),
    ("middle fifth", "The middle fifth of all forecasts"),
    ("fourth fifth", "The fourth fifth of all forecasts from the lowest"),
    ("highest fifth", "The highest fifth of all forecasts"),
)
_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "age_band": (*_AGES, (BETWEEN, _TEST)),
    "sex": (*_SEXES, (BETWEEN, _TEST)),
    "diagnosis": (*_DIAGNOSES, (BETWEEN, _TEST)),
    "chronicity": (*_STATES, (BETWEEN, _TEST)),
    "fifth of the forecast": FIFTHS,
    **{f"therapy {group}": (*_THERAPY, (BETWEEN, _TEST)) for group in GROUP_LABELS},
}

SUBGROUPS: tuple[tuple[str, str, str], ...] = (
    (ALL, ALL, "Everybody"),
    *((kind, *level) for kind, levels in _KINDS.items() for level in levels),
)
