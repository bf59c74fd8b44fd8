"""Measures of the burden of the illness and of its course, of models and of their drift."""

from __future__ import annotations

_RATE = "{person}/(100.{window})"

# One column each in wide_site_window.
BURDEN_MEASURES = (
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
        "premonitory_day_share",
        "Share of days with a possible early sign",
        "1",
        "lower",
        "Days with neck pain, tiredness, bright light or odours, of days on which the diary tells "
        "of any of them, headache days included; who is asked about more of them has more",
    ),
    (
        "hit6_mean",
        "HIT-6",
        "{score}",
        "lower",
        "Last total in the window, 36 to 78, mean over people whose diary spans the window; 60 or "
        "more is severe impact",
    ),
    (
        "midas_mean",
        "MIDAS",
        "{score}",
        "lower",
        "Last total in the window, mean over people whose diary spans the window: days of three "
        "months lost in whole or in half; 21 or more is severe disability",
    ),
    (
        "diary_completeness",
        "Diary completeness",
        "1",
        "higher",
        "Days with an entry, of days between a person's first and last entry",
    ),
)

COURSE_MEASURES = (
    (
        "chronic_share",
        "Share of people with chronic migraine",
        "1",
        "lower",
        "People with 15 headache days and 8 migraine days of 28 in this window and in the two "
        "before it, of people whose three windows can be judged",
    ),
    (
        "chronification_rate",
        "Change to chronic migraine",
        _RATE,
        "lower",
        "Changes from episodic to chronic per 100 person-windows at risk: by the three-month rule "
        "all of three windows with 15 headache days and 8 migraine days of 28 after three without",
    ),
    (
        "reversion_rate",
        "Change back to episodic migraine",
        _RATE,
        "higher",
        "Changes from chronic to episodic per 100 person-windows at risk: by the three-month rule "
        "none of three windows above the limits after three that were",
    ),
    (
        "chronification_trend",
        "Trend of the change to chronic",
        "1",
        "lower",
        "How many times higher the rate is 13 windows on; 1: it stays as it is",
    ),
    (
        "reversion_trend",
        "Trend of the change back",
        "1",
        "higher",
        "How many times higher the rate is 13 windows on; 1: it stays as it is",
    ),
    (
        "overuse_share",
        "Over the limit",
        "1",
        "lower",
        "Person-windows above the class's limit of days in each of three windows in a row, of "
        "those that can be judged",
    ),
    (
        "overuse_new",
        "Newly over the limit",
        "1",
        "lower",
        "Of person-windows not over the limit three windows before, those over it now",
    ),
    (
        "overuse_reverted",
        "No longer over the limit",
        "1",
        "higher",
        "Of person-windows over the limit three windows before, those not over it now",
    ),
    (
        "psi",
        "Population stability index",
        "1",
        "lower",
        "How far the known values of an input have moved between bins: sum of (now - then) times "
        "the logarithm of now over then; from 0.1 on to be watched, from 0.25 on to be acted on",
    ),
    (
        "missing_change",
        "Change of the share not told",
        "1",
        "neither",
        "Share of person-windows that do not tell the input, now minus then",
    ),
    (
        "calibration_in_the_large",
        "Days that came over days expected",
        "1",
        "neither",
        "Attack days of the newest window over those that the forecast last published expected of "
        "it; 1: they agree",
    ),
)
