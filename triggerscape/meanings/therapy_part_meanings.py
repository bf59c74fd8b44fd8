"""Measures and estimands of doses, techniques and layers of therapies."""

from __future__ import annotations

THERAPY_PART_MEASURES = (
    (
        "mmd_per_session",
        "Monthly migraine days per further session",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 in days 28 to 83, per session more in days 0 to 27",
    ),
    (
        "mmd_per_hour",
        "Monthly migraine days per further hour",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 in days 28 to 83, per hour of sessions more in days 0 to 27; people "
        "all of whose sessions were timed",
    ),
    (
        "mmd_from_group",
        "Distance from the mean of the techniques",
        "d/(28.d)",
        "lower",
        "A technique's difference in migraine days per 28 less the mean of the techniques of its "
        "group, after they were drawn together",
    ),
    (
        "technique_spread",
        "Spread of techniques",
        "d/(28.d)",
        "neither",
        "Standard deviation between the techniques of a group, beyond the chance in each",
    ),
    (
        "mmd_both",
        "Both therapies against neither",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 in days 28 to 83 of those who began both, less what they would have "
        "been had they begun neither",
    ),
    (
        "mmd_one_alone",
        "The first therapy alone against neither",
        "d/(28.d)",
        "lower",
        "The same people had they begun the first by itself, less had they begun neither",
    ),
    (
        "mmd_other_alone",
        "The second therapy alone against neither",
        "d/(28.d)",
        "lower",
        "The same people had they begun the second by itself, less had they begun neither",
    ),
    (
        "excess_days",
        "Days beyond the sum of two therapies",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 with both, less those with either alone, plus those with neither; "
        "below 0: fewer days than the two add up to",
    ),
    (
        "days_interaction_ratio",
        "Interaction ratio of two therapies",
        "1",
        "lower",
        "Migraine days with both over those with neither, divided by the product of the same ratio "
        "of either alone; 1: they multiply",
    ),
)
_LEVELS = (
    "Levels: cross-fitted augmented weighting with a multinomial propensity, of people who have "
    "counterparts at every level. Slopes: cross-fitted partially linear regression. Errors are "
    "clustered by person"
)
THERAPY_PART_ESTIMANDS = (
    (
        "dose_landmark",
        "How migraine days differ between people who had more and fewer sessions in the first "
        "month, alike in what is known at the start",
        "New users with a session in the first 28 days, observed three months before and two "
        "months from day 28 after the start",
        "More sessions or hours in days 0 to 27 against fewer",
        _LEVELS,
        "association",
        "None would make this an effect: people who come more often differ, and so does why they "
        "stop coming",
    ),
    (
        "dose_first_month",
        "The same, alike in the migraine days of the first month too",
        "The same people where that month is known",
        "More sessions or hours in days 0 to 27 against fewer",
        _LEVELS,
        "association",
        "As dose_landmark; the first month decides how often people come, and is changed by how "
        "often they came: with it alike part of an effect is taken away",
    ),
    (
        "technique_alone",
        "Difference in migraine days per 28 that starting this technique rather than the "
        "comparator made to those who started it",
        "New users of the group at sites that tell techniques apart, and of the comparator there",
        "One technique of a group against the comparator of the group",
        "Cross-fitted augmented inverse probability weighting on three baseline months, with one "
        "multinomial propensity over all techniques",
        "causal under the stated assumptions",
        "As att_aipw; of all techniques the one with the largest difference is the likeliest to "
        "owe it to luck",
    ),
    (
        "technique_drawn",
        "The same, each technique drawn towards the mean of its group as far as they may be alike",
        "The same people",
        "The techniques of a group together against its comparator",
        "Normal model of techniques around their mean, averaged over how far they may differ in "
        "proportion to its restricted likelihood; needs three techniques",
        "causal under the stated assumptions",
        "As att_aipw; nothing is known beforehand that sets one technique of the group apart",
    ),
    (
        "layers",
        "What beginning both therapies made to those who did, beside either alone and neither",
        "New users of either therapy, those who began both within 28 days, and people who began "
        "neither in the same calendar months",
        "Both, the one, the other and neither, of those who began both",
        "Cross-fitted augmented weighting with a multinomial propensity, of people with "
        "counterparts in all four arms; errors clustered by person, of the ratio by delta method",
        "causal under the stated assumptions",
        "Alike in three baseline months, age, sex, diagnosis, site and other starts, the four are "
        "alike in what else matters; the response to starting anything is in it, once in each of "
        "the three arms that start",
    ),
)
