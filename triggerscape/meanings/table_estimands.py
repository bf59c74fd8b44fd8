"""What a table's numbers estimate where all its rows estimate one thing, said once a table."""

from __future__ import annotations

ESTIMAND_OF_TABLE: dict[str, str] = {
    "pub.burden_site_window": "burden_observed",
    "pub.burden_subgroup": "burden_observed",
    "pub.chronic_share": "course_observed",
    "pub.chronicity_change": "course_observed",
    "pub.medication_overuse": "course_observed",
    "pub.trigger_timing": "within_person_around",
    "pub.trigger_site": "within_person_site",
    "pub.trigger_odds": "within_person_odds",
    "pub.trigger_subgroup": "within_person_subgroup",
    "pub.trigger_burden": "attributable",
    "pub.perceived_trigger": "perceived",
    "pub.therapy_diagnostic": "comparison_check",
    "pub.model_metric": "forecast_skill",
    "pub.model_calibration": "forecast_skill",
    "pub.model_influence": "forecast_influence",
    "pub.model_drift": "input_drift",
    "pub.model_version": "counted",
    "pub.population": "counted",
    "pub.therapy_use": "counted",
    "pub.data_quality": "counted",
}
"""By full name; any other published fact has a column estimand_id, as its rows differ in it."""

SEE_ROWS = "see estimand_id"
"""What the dictionary says of the others."""

_NO_EFFECT = "None would make it an effect"
_RATIO_OF_SUMS = "Ratio of sums over people"

TABLE_ESTIMANDS = (
    (
        "counted",
        "How many people or rows there are: nothing is estimated",
        "Everybody, or every row, that the definition of the measure or column names",
        "None",
        "Counted, and rounded as the release says",
        "description",
        "What sites sent is what there is: who is in no diary is in no count",
    ),
    (
        "burden_observed",
        "How heavy the illness was in 28 days, in the people who kept a diary then",
        "People with enough days in the window, or a form or visit in it, on which the measure is "
        "known",
        "None: each site, subgroup and window stands by itself",
        f"{_RATIO_OF_SUMS}, its interval by linearisation: a person's days hang together",
        "description",
        f"{_NO_EFFECT}: other people write in other windows, and come to other sites",
    ),
    (
        "course_observed",
        "How many people are chronic or over a limit of drug days, and how many turn so or back",
        "People whose 28-day windows can be judged, as many in a row as the rule asks for",
        "None; of a trend, a window against one 13 windows before",
        "Share of person-windows with Wilson's interval, for as many independent ones as a "
        "person's windows are worth; trend by Poisson regression, errors clustered by person",
        "description",
        f"{_NO_EFFECT}: people who stop writing are no longer watched",
    ),
    (
        "within_person_around",
        "How much likelier an attack begins where the factor lies so many days before it, or on "
        "the day after it, its other days alike",
        "People with an attack and both kinds of day, the factor known on all five days around",
        "Days with the factor so far away against days without, within one person",
        "Fixed-effects Poisson of the five days together and of the factor's declared adjustment "
        "set, person absorbed, errors clustered by person",
        "association",
        "None would make all five days an effect: one was fixed beforehand, and a factor of the "
        "day after cannot have brought the attack, but the attack may have brought it",
    ),
    (
        "within_person_site",
        "The same as within_person at one site alone; beside it that of all other sites together",
        "The site's people with an attack and both kinds of day",
        "Days with the factor at its lag against days without, within one person",
        "As within_person_pooled, of the site's people; a factor that the site cannot speak about "
        "keeps the value of all sites",
        "causal under the stated assumptions",
        "As within_person; that sites differ does not say why",
    ),
    (
        "within_person_odds",
        "How many times the odds of an attack on an at-risk day the factor brings, within 28 days "
        "of one person",
        "People with 28 days that hold an attack, a day without, and both kinds of day",
        "Days with the factor at its lag against days without, within 28 days of one person",
        "Exact conditional logistic regression, the person's 28 days as strata, with the factor's "
        "declared adjustment set; errors clustered by person",
        "causal under the stated assumptions",
        "As within_person, but only for what changes within 28 days; where attacks are common odds "
        "ratios lie further from 1 than rate ratios",
    ),
    (
        "within_person_subgroup",
        "How much likelier an attack begins after the factor in people, or on days, of one level, "
        "and whether levels differ",
        "People with an attack and both kinds of day among their days of the level",
        "Days with the factor at its lag against days without, within one person; then levels",
        "Fixed-effects Poisson of each level by itself, all factors together that are no early "
        "sign, person absorbed, errors clustered by person; Wald's test between levels",
        "association",
        "As for within_person, and no factor follows from another, for all are held alike; that "
        "levels differ in a factor does not say why",
    ),
    (
        "attributable",
        "How many attacks would not have been, had every day with the factor been one without it; "
        "beside it the share of such days",
        "At-risk days on which the factor is known, whoever had them",
        "Attacks as they were against attacks as they would have been, other factors as they were",
        "Rate ratio of within_person_pooled at each attack's own exposure, summed over attacks "
        "(Bruzzi); delta method over people",
        "causal under the stated assumptions",
        "As within_person_pooled, and one rate ratio holds for everybody; the share of days is a "
        "description",
    ),
    (
        "perceived",
        "What people blame their attacks on",
        "People asked about it by their diary on an attack day",
        "None: only attack days are looked at",
        f"{_RATIO_OF_SUMS}; Wilson's interval for as many independent answers as they are worth",
        "description",
        f"{_NO_EFFECT}: people blame what they expect, and what comes with an attack",
    ),
    (
        "comparison_check",
        "Whether a comparison of therapies may be believed: what would show that it may not",
        "As att_aipw or att_did; of a start yet to come, people who start later and who do not",
        "Therapy against comparator, or against what the check holds it against",
        "One for each check, as its measure defines it",
        "description",
        "No check is an effect of the therapy: one that is met shows no fault of its kind, not "
        "that there is none of another",
    ),
    (
        "forecast_skill",
        "How well attack days of the next 28-day window are forecast for people, months and sites "
        "the forecast has not seen",
        "Person-windows whose next window is known, asked about as the validation says",
        "Forecast against what came; of deviance saved, against a plain forecast",
        "The forecast made again without those it is asked about; intervals by drawing people anew",
        "description",
        "People and months to come are like these; rows at random flatter, as the forecast has "
        "seen other months of the same people",
    ),
    (
        "forecast_influence",
        "What the forecast leans on: how much worse it is with a feature shuffled, or what it says "
        "with the feature set to one value",
        "Person-windows of people the forecast has not seen",
        "The feature shuffled against as it was; or one value for everybody",
        "Permutation importance, mean of three shuffles, and partial dependence; intervals by "
        "drawing people anew",
        "association",
        f"{_NO_EFFECT}: features that go together stand in for each other",
    ),
    (
        "input_drift",
        "How far what a model looks at has moved since it was made, and whether its forecast "
        "still adds up",
        "People in the newest calendar window that is over",
        "The newest window against the version last published, or against all windows before",
        "Population stability index and change of the share not told, both held against chance; "
        "days observed over expected, errors clustered by person",
        "description",
        f"{_NO_EFFECT}: an input that has moved does not say why",
    ),
)
"""Rows of dim_estimand, as in ``estimands``."""
