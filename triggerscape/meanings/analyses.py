"""Every sensitivity analysis: code, and what is done otherwise than in the analysis beside it."""

from __future__ import annotations

HEADLINE = "within_person_pooled"
TOGETHER = "all_together"
BETWEEN = "between_person"

ANALYSES: dict[str, str] = {
    "all_together": "Candidates and controls adjusted for each other, consequences too",
    "factor_alone": "The factor without its adjustment set",
    "delta_adjustment": "How many times likelier an attack day would have to be recorded on "
    "exposed than on other days for the limit nearest to no effect to reach it",
    "time_stratified": "Days compared with days of the same 28-day block of the person",
    "within_between": "Person means in the model in place of a level for each person",
    "observed_weights": "Days weighted by the inverse of the chance that such a day is recorded: "
    "by site, weekend, days since the start of the diary and length of the clean run",
    "late_entries_in": "Entries made too late to be trusted are used",
    "clean_days_1": "One clean day before is enough: a pause of a day ends an attack",
    "clean_days_2": "Two clean days before are enough",
    "clean_days_5": "Five clean days before are asked for",
    "first_14_days_out": "The first 14 days of each diary are left out",
    "first_28_days_out": "The first 28 days of each diary are left out",
    "event_logs_out": "Sites that log attacks, and no other days, are left out",
}
