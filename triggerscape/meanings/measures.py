"""Every measure: code, label, unit, which way is better, definition."""

from __future__ import annotations

from triggerscape.meanings.comparison_meanings import COMPARISON_MEASURES
from triggerscape.meanings.course_measures import BURDEN_MEASURES, COURSE_MEASURES
from triggerscape.meanings.event_time_meanings import EVENT_TIME_MEASURES
from triggerscape.meanings.forecast_meanings import FORECAST_MEASURES
from triggerscape.meanings.site_meanings import SITE_MEASURES
from triggerscape.meanings.stratum_meanings import STRATUM_MEASURES
from triggerscape.meanings.therapy_part_meanings import THERAPY_PART_MEASURES
from triggerscape.meanings.value_meanings import VALUE_MEASURES

MEASURES = (
    *BURDEN_MEASURES,
    (
        "rate_ratio",
        "Rate ratio of attacks",
        "1",
        "neither",
        "Attacks per at-risk day with the factor over attacks per at-risk day without it, or per "
        "step of it",
    ),
    (
        "interaction_test",
        "Do levels differ",
        "1",
        "neither",
        "No value of its own; p and q say how surprising rate ratios as different as those of the "
        "levels would be if one held for all",
    ),
    (
        "recording_ratio",
        "Recording ratio that would undo it",
        "1",
        "neither",
        "How many times likelier an attack day would have to be recorded on exposed than on other "
        "days for the interval's limit nearest to no effect to reach it; 1 where it covers it",
    ),
    (
        "attributable_attacks",
        "Attacks that would not have been",
        "1",
        "lower",
        "Attacks per 100 at-risk days, as they were minus as they would have been with every "
        "exposed day unexposed and all else alike; below 0: attacks prevented",
    ),
    (
        "attributable_share",
        "Share of attacks that would not have been",
        "1",
        "lower",
        "The same as a share of all attacks on at-risk days",
    ),
    (
        "attributable_days",
        "Attack days that would not have been",
        "d/(28.d)",
        "lower",
        "The same in attack days per 28 known days: times at-risk days per 28 and mean days of an "
        "attack; attacks that begin on days not at risk are not counted",
    ),
    (
        "exposed_day_share",
        "Share of days with the factor",
        "1",
        "neither",
        "At-risk days with the factor at its lag, of at-risk days on which it is known",
    ),
    (
        "interaction_ratio",
        "Interaction ratio",
        "1",
        "neither",
        "Rate ratio of two factors together over the product of their rate ratios; 1: they "
        "multiply",
    ),
    (
        "excess_attacks",
        "Excess attacks",
        "{attack}/(100.d)",
        "lower",
        "Attacks per 100 at-risk days with both factors beyond what the two bring when added up; "
        "two factors that multiply exceed their sum without any synergy",
    ),
    (
        "co_occurrence_lift",
        "Co-occurrence lift",
        "1",
        "neither",
        "Days with both factors over the days expected if each person's days with either fell "
        "independently",
    ),
    (
        "rate_ratio_typical",
        "Rate ratio of the typical person",
        "1",
        "neither",
        "Rate ratio of the person in the middle, when people differ",
    ),
    (
        "rate_ratio_spread",
        "Spread of rate ratios between people",
        "1",
        "neither",
        "One person in six has a rate ratio at least so many times that of the typical person; 1 "
        "where people do not differ",
    ),
    (
        "cochran_q",
        "Cochran's Q over people",
        "1",
        "neither",
        "Squared standardised distances of people's own rate ratios from a common one; near the "
        "number of people where they do not differ",
    ),
    (
        "i2",
        "I2 over people",
        "1",
        "neither",
        "Share of the variation between people's own rate ratios that is not chance",
    ),
    (
        "share_above_1_2",
        "Share of people above 1.2",
        "1",
        "neither",
        "Share of people whose rate ratio is above 1.2, by the fitted spread",
    ),
    (
        "share_clear_own",
        "Share of people clear by themselves",
        "1",
        "neither",
        "Share of people whose own 90% interval, from that diary alone, excludes a rate ratio of 1",
    ),
    (
        "share_clear_by_chance",
        "The same by chance",
        "1",
        "neither",
        "The same share, were the rate ratio of all people alike",
    ),
    (
        "share_clear_shrunken",
        "Share of people clear among others",
        "1",
        "neither",
        "Share of people whose 90% interval, drawn towards the typical person, excludes 1",
    ),
    (
        "share_in_band",
        "Share of people in a band",
        "1",
        "neither",
        "Share of people whose rate ratio lies in the band, by the fitted spread",
    ),
    (
        "share_responding",
        "Share of people who respond",
        "1",
        "neither",
        "Share of people on whom the factor acts at all, where that explains the diaries best",
    ),
    (
        "rate_ratio_responding",
        "Rate ratio of those who respond",
        "1",
        "neither",
        "The rate ratio that those share on whom the factor acts",
    ),
    (
        "share_people",
        "Share of people in the group",
        "1",
        "neither",
        "Mean chance of belonging to the group",
    ),
    (
        "attacks_per_28_days",
        "Attacks per 28 days",
        "{attack}/(28.d)",
        "lower",
        "Attacks per 28 at-risk days",
    ),
    (
        "stability",
        "Stability of groups",
        "1",
        "higher",
        "Adjusted Rand index between the groups found in odd and in even days: 1 alike, 0 chance",
    ),
    (
        "perceived_people_share",
        "Share of people who blame it",
        "1",
        "neither",
        "People who ticked it on an attack day at least once, of people asked about it on one",
    ),
    (
        "perceived_day_share",
        "Share of attack days it is blamed for",
        "1",
        "neither",
        "Attack days on which it was ticked, of those on which the diary asked about it",
    ),
    (
        "odds_ratio",
        "Odds ratio of attacks",
        "1",
        "neither",
        "Odds of an attack on an at-risk day with the factor over the odds without it, among the "
        "same person's days of the same 28, or per step of it",
    ),
    (
        "people",
        "People",
        "{person}",
        "neither",
        "People with a known day in a calendar window that is over; age is that of the first such "
        "day in the diary",
    ),
    (
        "people_with_therapy",
        "People with the therapy",
        "{person}",
        "neither",
        "People counted so who had the therapy, by the record, up to the end of the last of those "
        "windows",
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
    *THERAPY_PART_MEASURES,
    *COMPARISON_MEASURES,
    *COURSE_MEASURES,
    *SITE_MEASURES,
    *STRATUM_MEASURES,
    *EVENT_TIME_MEASURES,
    *FORECAST_MEASURES,
    *VALUE_MEASURES,
)
