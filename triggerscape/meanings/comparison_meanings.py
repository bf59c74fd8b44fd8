"""What a comparison of therapies estimates and by what it is checked, as in ``measures``."""

from __future__ import annotations

_DAYS = "d/(28.d)"
_CHECKED = "Check of a comparison. "


def _response(percent: int) -> tuple[str, str, str, str, str]:
    return (
        f"responder_{percent}_difference",
        f"Difference in {percent}% responders",
        "1",
        "higher",
        f"Share of people whose migraine days of days 28 to 83 lie {percent}% or more below those "
        "of the 84 days before, of those with 4 or more; therapy minus comparator",
    )


COMPARISON_MEASURES = (
    (
        "mmd_difference",
        "Difference in monthly migraine days",
        _DAYS,
        "lower",
        "Migraine days per 28 in days 28 to 83 after time zero, therapy minus comparator",
    ),
    (
        "headache_day_difference",
        "Difference in monthly headache days",
        _DAYS,
        "lower",
        "Headache days per 28 in days 28 to 83 after time zero, therapy minus comparator",
    ),
    (
        "severe_day_difference",
        "Difference in severe days",
        _DAYS,
        "lower",
        "Days per 28 with worst pain at or above the severe limit, therapy minus comparator",
    ),
    (
        "acute_drug_day_difference",
        "Difference in acute drug days",
        _DAYS,
        "lower",
        "Days per 28 with an acute drug, therapy minus comparator",
    ),
    (
        "hit6_difference",
        "Difference in HIT-6",
        "{score}",
        "lower",
        "First HIT-6 total that looks back on days after time zero alone, within 140 days, therapy "
        "minus comparator; 1.5 is worthwhile between groups",
    ),
    (
        "midas_difference",
        "Difference in MIDAS",
        "{score}",
        "lower",
        "First MIDAS total that looks back on days after time zero alone, within 140 days, therapy "
        "minus comparator; 4.5 is worthwhile",
    ),
    _response(30),
    _response(50),
    _response(75),
    (
        "stopping_difference",
        "Difference in stopping",
        "1",
        "lower",
        "Share of people whose course ended before day 84, therapy minus comparator",
    ),
    (
        "starters_per_arm",
        "People in the smaller arm",
        "{person}",
        "higher",
        f"{_CHECKED}50 are needed; told to tens, and from 50 on",
    ),
    (
        "effective_comparators",
        "Effective number of comparators",
        "{person}",
        "higher",
        f"{_CHECKED}How many people the weighted comparators are worth (Kish), told to tens",
    ),
    (
        "overlap_share",
        "Overlap",
        "1",
        "higher",
        f"{_CHECKED}Share of starters with people like them in the other arm",
    ),
    (
        "trimmed_share",
        "Trimmed share",
        "1",
        "lower",
        f"{_CHECKED}Share of rows left out for want of people like them in the other arm",
    ),
    (
        "imbalance_before",
        "Largest imbalance before weighting",
        "1",
        "lower",
        f"{_CHECKED}Largest standardised difference between the arms before weighting",
    ),
    (
        "largest_imbalance",
        "Largest imbalance after weighting",
        "1",
        "lower",
        f"{_CHECKED}Largest standardised difference between the arms after weighting",
    ),
    (
        "negative_control_outcome",
        "Difference in days with an entry",
        _DAYS,
        "neither",
        f"{_CHECKED}Days with an entry per 28, which no therapy moves, therapy minus comparator",
    ),
    (
        "negative_control_exposure",
        "Difference by a start yet to come",
        _DAYS,
        "neither",
        f"{_CHECKED}Migraine days of people who start 168 days later or more minus those of people "
        "who do not: a start cannot act before it is made",
    ),
    (
        "change_before_start",
        "Difference in change before the start",
        _DAYS,
        "neither",
        f"{_CHECKED}Change of migraine days from months 6 to 4 to months 3 and 2 before time zero, "
        "therapy minus comparator: the dip people start in",
    ),
    (
        "plausibility",
        "Largest estimate of the two",
        _DAYS,
        "lower",
        f"{_CHECKED}Beyond 4 days confounding is likelier than a specific effect",
    ),
    (
        "effect_in_trials",
        "Effect beside that of trials",
        _DAYS,
        "neither",
        f"{_CHECKED}The adjusted difference, held against the largest effect over placebo or sham "
        "that trials found",
    ),
    (
        "e_value",
        "E-value",
        "1",
        "higher",
        f"{_CHECKED}Risk ratio by which a hidden confounder must move start and outcome for the "
        "limit nearest to no effect to reach it; 1 where the interval covers no effect",
    ),
    (
        "robustness_value",
        "Robustness value",
        "1",
        "higher",
        f"{_CHECKED}Share of what is left of start and outcome that hidden confounding must "
        "explain for the limit nearest to no effect to reach it; 0 where the interval covers it",
    ),
    (
        "smallest_detectable",
        "Smallest detectable difference",
        _DAYS,
        "lower",
        f"{_CHECKED}Difference in migraine days found with 80% power",
    ),
)
_NEW_USERS = (
    "New users observed for {months} months before and two months from day 28 after the start, and "
    "against no start people of the same calendar window who did not start it then"
)
_CONTRAST = "Therapy against an active comparator, or against no start"
COMPARISON_ESTIMANDS = (
    (
        "att_aipw",
        "Difference in the outcome that starting this therapy rather than the comparator made to "
        "those who started it",
        _NEW_USERS.format(months="three"),
        _CONTRAST,
        "Cross-fitted augmented inverse probability weighting on three baseline months, what else "
        "was counted in them, and the earlier answer of a questionnaire; clustered by person",
        "causal under the stated assumptions",
        "Starters alike in the baseline months, age, sex, diagnosis, site, calendar, therapies, "
        "neck pain, stress and other starts are alike in what else matters; against no start it is "
        "the effect of starting, the response to starting anything included",
    ),
    (
        "att_did",
        "The same difference, from the change since months 6 to 4 before the start",
        _NEW_USERS.format(months="six"),
        _CONTRAST,
        "Doubly robust difference-in-differences that skips the dip before the start",
        "causal under the stated assumptions",
        "Without the therapies both groups would have changed alike since months 6 to 4",
    ),
    (
        "att_did_recent",
        "The same difference, from the change since the three months just before the start, or "
        "since the last questionnaire before it",
        _NEW_USERS.format(months="three"),
        _CONTRAST,
        "Doubly robust difference-in-differences; the dip before the start is in it",
        "causal under the stated assumptions",
        "A stable trait alone explains who starts what: if the last months do, it credits the "
        "return to normal to whoever was worse, and the truth lies between it and att_aipw",
    ),
    (
        "att_bracket",
        "The range from the lower end of both intervals to the higher",
        "As att_aipw and att_did",
        _CONTRAST,
        "Union of the two 95% intervals; a range has no middle",
        "causal under the stated assumptions",
        "What att_aipw or what att_did assumes: either will do",
    ),
)
