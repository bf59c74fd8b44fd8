"""Every measure: code, label, unit, which way is better, definition."""

from __future__ import annotations

MEASURES = (
    (
        "mmd_mean",
        "Monthly migraine days",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 days on which migraine is known, mean over people; people whose "
        "diary never says which headaches were migraine are left out",
    ),
    (
        "mhd_mean",
        "Monthly headache days",
        "d/(28.d)",
        "lower",
        "Headache days per 28 observed days, mean over people",
    ),
    (
        "acute_drug_days",
        "Acute drug days",
        "d/(28.d)",
        "lower",
        "Days with an acute drug per 28 days on which drugs are recorded, mean over people",
    ),
    (
        "severe_day_share",
        "Share of severe days",
        "1",
        "lower",
        "Days with worst pain at or above the severe limit, of days whose pain is known",
    ),
    (
        "diary_completeness",
        "Diary completeness",
        "1",
        "higher",
        "Days with an entry, of days between a person's first and last entry",
    ),
    (
        "rate_ratio",
        "Rate ratio of attacks",
        "1",
        "neither",
        "Attacks per at-risk day with the factor over attacks per at-risk day without it, or per "
        "step of it",
    ),
    (
        "mmd_difference",
        "Difference in monthly migraine days",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 in days 28 to 83 after the start, therapy minus comparator",
    ),
    ("rows_in", "Rows sent", "{row}", "neither", "Rows counted by a second reader"),
    ("rows_accepted", "Rows accepted", "{row}", "higher", "Rows that passed every rule"),
    ("rows_quarantined", "Rows refused", "{row}", "lower", "Rows that broke a rule, kept aside"),
    ("rows_duplicate", "Duplicate rows", "{row}", "lower", "Rows that say again what one said"),
    (
        "rows_unmapped",
        "Therapies unmapped",
        "{row}",
        "lower",
        "Therapies in use whose codes no rule knows; they are in no comparison",
    ),
)
