"""Contracts of what a day and an episode of the illness were: the outcomes everything counts."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.feature_columns import DIARY_DATE, days, flag
from triggerscape.contract.language import Column, Kind, Table

# The ways in which papers count a day, in the order of the columns of features.outcome_day.
VARIANTS: dict[str, str] = {
    "migraine_reported": "Migraine as the diary says it; a day without headache is one without "
    "migraine",
    "migraine_criteria_30_min": "Headache for 30 minutes or more that meets ICHD-3 1.1 C and D. Of "
    "the four features of C the diary asks two, moderate pain and worse by activity: both present "
    "meet it, whatever the others are; fewer leave it open, because side and quality are not asked",
    "migraine_criteria_4_h": "The same for 4 hours or more of headache within the day",
    "migraine_aura": "Aura, with or without headache; its kind and length are not asked. A day "
    "without headache on which no aura is noted is one without",
    "migraine_specific_drug": "Headache and a triptan, an ergot or a gepant, whatever it did",
    "migraine_30_min": "Any of criteria at 30 minutes, aura and specific drug (van der Arend 2023)",
    "migraine_4_h": "Any of criteria at 4 hours, aura and specific drug",
    "headache_any": "Any headache",
    "headache_30_min": "Headache for 30 minutes or more",
    "headache_1_h": "Headache for 1 hour or more, or any headache with an acute drug",
}
# Classes of acute drugs whose overuse ICHD-3 8.2 tells apart, and the gepants, which it does not.
DRUGS: dict[str, str] = {
    "any": "Any acute drug",
    "triptan": "A triptan",
    "ergot": "An ergot",
    "opioid": "An opioid",
    "combination": "A combination analgesic",
    "simple": "A simple analgesic: an anti-inflammatory or another acute drug",
    "gepant": "A gepant",
    "overusable": "Any acute drug but a gepant: those ICHD-3 8.2 counts together",
}


OUTCOME_DAY = Table(
    name="features.outcome_day",
    grain="one row per person and observed day; null is not to be told from what was recorded",
    key=("person_id", "diary_date"),
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        DIARY_DATE,
        *(flag(name, meaning) for name, meaning in VARIANTS.items()),
        *(flag(f"took_{name}", f"{meaning}; null when unknown") for name, meaning in DRUGS.items()),
    ),
)

DECIDED_VARIANT = Table(
    name="features.decided_variant",
    grain="one row per person and variant that the diary ever decided, clear days apart",
    key=("person_id", "variant"),
    columns=(
        PERSON_ID,
        Column("variant", Kind.TEXT, "A way of counting a day", values=tuple(VARIANTS)),
    ),
)

EPISODE = Table(
    name="features.episode",
    grain="one row per person and attack: attack days and the clean days bridged between them",
    key=("person_id", "first_date"),
    day="first_date",
    columns=(
        PERSON_ID,
        SITE_CODE,
        Column("first_date", Kind.DATE, "First attack day"),
        Column("last_date", Kind.DATE, "Last attack day"),
        flag("is_start_known", "More clean days than are bridged precede the first day"),
        flag("is_end_known", "More clean days than are bridged follow the last day"),
        days("attack_days", "Attack days"),
        days("bridged_days", "Clean days between them"),
        days("severe_known_days", "Attack days whose worst pain is known"),
        days("severe_days", "Severe days among them"),
        days("acute_known_days", "Attack days on which acute drugs are recorded"),
        days("acute_days", "Days with an acute drug among them"),
    ),
)
OUTCOMES: tuple[Table, ...] = (OUTCOME_DAY, DECIDED_VARIANT, EPISODE)
