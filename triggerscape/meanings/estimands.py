"""Every estimand: code, sentence, population, contrast, method, standing, assumptions."""

from __future__ import annotations

from triggerscape.meanings.comparison_meanings import COMPARISON_ESTIMANDS
from triggerscape.meanings.event_time_meanings import EVENT_TIME_ESTIMANDS
from triggerscape.meanings.site_meanings import SITE_ESTIMANDS
from triggerscape.meanings.stratum_meanings import STRATUM_ESTIMANDS
from triggerscape.meanings.table_estimands import TABLE_ESTIMANDS
from triggerscape.meanings.therapy_part_meanings import THERAPY_PART_ESTIMANDS
from triggerscape.meanings.value_meanings import VALUE_ESTIMANDS

_WITHIN_METHOD = (
    "Fixed-effects Poisson, person absorbed, errors clustered by person; each factor beside its "
    "declared adjustment set"
)
ESTIMANDS = (
    (
        "within_person",
        "How much likelier an attack begins on a person's at-risk days after the factor than on "
        "the same person's other at-risk days, other factors alike",
        "People with an attack and both kinds of day",
        "Days with the factor at its lag against days without, within one person",
        f"{_WITHIN_METHOD}; from five sites on the mean over sites by restricted maximum "
        "likelihood with Hartung's and Knapp's interval, below that all people at once",
        "causal under the stated assumptions",
        "Nothing else that changes from day to day drives both factor and attack; the attack has "
        "not begun before the factor",
    ),
    (
        "within_person_pooled",
        "The same over all people at once, where a site weighs as much as its attacks",
        "People with an attack and both kinds of day",
        "Days with the factor at its lag against days without, within one person",
        _WITHIN_METHOD,
        "causal under the stated assumptions",
        "As within_person, and the factor acts alike at every site: its interval leaves out how "
        "far sites differ",
    ),
    (
        "within_person_amount",
        "How much likelier an attack begins on a person's at-risk days after this amount than on "
        "the same person's days after the reference amount, other factors alike",
        "People with an attack and different amounts",
        "Days near the amount against days near the reference, joined by a natural cubic spline, "
        "or level by level where there are few values; within one person",
        "Fixed-effects Poisson, person absorbed, errors clustered by person; beside all factors "
        "that are no early sign and are not made of the same answer",
        "causal under the stated assumptions",
        "As within_person, and the curve is as smooth as its five knots",
    ),
    (
        "within_person_together",
        "Whether two factors on one day bring more attacks than each by itself explains, and how "
        "often they come together",
        "People with an attack and days with both factors",
        "Days with both, with one and with neither, within one person; of a factor in steps, days "
        "above the person's own mean",
        "Fixed-effects Poisson with the product of the two, each less the person's mean, beside "
        "all factors that are no early sign; person absorbed, errors clustered by person",
        "causal under the stated assumptions",
        "As within_person for both factors; a departure from multiplying is none from adding",
    ),
    (
        "between_person",
        "How attack rates differ between people who have the factor on all days and on none",
        "Everybody at sites that record the factor",
        "People against people, within a site",
        "Poisson regression of attacks on a person's mean exposure, site absorbed",
        "association",
        "None would make this an effect: people who differ in the factor differ in much else",
    ),
    (
        "within_person_same_day",
        "How much more often a day is an attack day when the factor is noted on the same day",
        "People with attack days and both kinds of day",
        "Days with the factor against days without, within one person",
        _WITHIN_METHOD,
        "association",
        "None would make this an effect: people act, eat and sleep otherwise because of the attack",
    ),
    (
        "person_spread",
        "How far people differ in the rate ratio of a factor, freed of the chance in each diary",
        "People with an attack and both kinds of day, or a sample of them drawn by site",
        "Days with the factor at its lag against days without, within one person; then people",
        "Each person's own conditional likelihood, integrated over a normal spread of effects or "
        "over responders and others; maximum likelihood, intervals by profile",
        "causal under the stated assumptions",
        "As for within_person; a person's attacks hang together only through the person",
    ),
    (
        "person_profile",
        "Kinds of people by what all well recorded factors together do to them, or how far people "
        "differ where there are no kinds",
        "People with an attack and both kinds of day, or a sample of them drawn by site",
        "Profiles of rate ratios over the factors that diaries tell most of",
        "Mixture of profiles freed of each person's own noise; groups only when BIC prefers them "
        "and those found in odd and in even days agree",
        "association",
        "As for within_person; that groups differ in a factor does not say why",
    ),
    *COMPARISON_ESTIMANDS,
    *THERAPY_PART_ESTIMANDS,
    *EVENT_TIME_ESTIMANDS,
    *SITE_ESTIMANDS,
    *STRATUM_ESTIMANDS,
    *VALUE_ESTIMANDS,
    *TABLE_ESTIMANDS,
)
