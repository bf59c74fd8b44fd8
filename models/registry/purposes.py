"""What each model is for and what not, in words: the parts of a card that no data change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.forecast.forecast_model import MODEL_ID
from models.results import CONFIDENCE
from models.site_comparison.funnel import FEWEST_SITES as FEWEST_IN_FUNNEL
from models.site_comparison.funnel import WINSORISED
from models.site_pooling import FEWEST_SITES
from models.therapies.bracket.sides import FEWEST_STARTERS, FOLDS
from models.therapies.diagnostics.published_effects import IMPLAUSIBLE
from models.therapies.diagnostics.therapy_diagnostics import SMALLEST_WORTHWHILE
from models.triggers.verdicts import (
    FALSE_DISCOVERY_RATE,
    FEWEST_EXPECTED_ATTACKS,
    FEWEST_PEOPLE,
    LARGEST_PLAUSIBLE_RATE_RATIO,
)

TRIGGERS, THERAPIES, COURSE, FORECAST = "triggers", "therapies", "course", MODEL_ID
SITES, STRATA = "sites", "strata"
COUNTS = "counts"
"""Tables that are only counted: by no model, and with no files to keep."""
_NOBODY = "Not for telling a person what they have or what to do: it speaks of groups of people"


@dataclass(frozen=True)
class Purpose:
    """The words of a model's card, and the constants of its estimators that no setting changes."""

    title: str
    what_for: str
    what_not_for: tuple[str, ...]
    inclusion: str
    estimands: tuple[str, ...]
    limits: tuple[str, ...]
    caveats: tuple[str, ...]
    constants: Mapping[str, float]


PURPOSES: dict[str, Purpose] = {
    TRIGGERS: Purpose(
        title="What attacks begin after",
        what_for="Ranking factors by how much likelier an attack begins on a person's at-risk days "
        "after them, with intervals, over all people and sites.",
        what_not_for=(
            _NOBODY,
            "Not a forecast of the day an attack comes",
            "Not for factors that are early signs of the attack: they are marked, and stay so",
        ),
        inclusion="People with an attack and days both with and without the factor.",
        estimands=(
            "within_person and within_person_pooled: rate ratio per step of the factor, person "
            "absorbed",
            "between_person: an association, shown to be set against the other",
            "person_spread and person_profile: how far people differ",
        ),
        limits=(
            "What drives both factor and attack from day to day is not adjusted for unless it is "
            "recorded",
            "Factors that nobody wrote down are not there",
        ),
        caveats=(
            "Days nobody wrote on are left out, and diaries are written more on days with drugs",
            "A site that records a factor differently moves it: read trigger_site beside it",
        ),
        constants={
            "confidence": CONFIDENCE,
            "fewest_people": FEWEST_PEOPLE,
            "fewest_expected_attacks": FEWEST_EXPECTED_ATTACKS,
            "fewest_sites_for_a_mean": FEWEST_SITES,
            "false_discovery_rate": FALSE_DISCOVERY_RATE,
            "largest_plausible_rate_ratio": LARGEST_PLAUSIBLE_RATE_RATIO,
        },
    ),
    THERAPIES: Purpose(
        title="What therapies change",
        what_for="Comparing therapies by the attack days that starting one rather than another "
        "spared those who started it.",
        what_not_for=(
            _NOBODY,
            "Not for the change of one person or clinic since a start: people start at their worst",
            "Not a proof: nobody drew lots",
        ),
        inclusion="New users with known windows before and after their start.",
        estimands=(
            "att_aipw: given three baseline windows; att_did: by the change since windows 6 to 4 "
            "before; a verdict needs both beyond the margin",
        ),
        limits=(
            "What differs between starters and is not in the diary is not adjusted for",
            "Without an active comparator a response to starting anything is part of the result",
        ),
        caveats=(
            "Who stops writing is lost from then on",
            "Below the number of starters nothing is estimated",
        ),
        constants={
            "fewest_starters": FEWEST_STARTERS,
            "folds": FOLDS,
            "smallest_worthwhile_days": SMALLEST_WORTHWHILE,
            "implausible_days": IMPLAUSIBLE,
        },
    ),
    COURSE: Purpose(
        title="Turning chronic and back, and overuse of drugs",
        what_for="Counting how many people turn chronic or back, and how many take a drug on too "
        "many days, by window and site.",
        what_not_for=(
            _NOBODY,
            "Not for why they change: these are counts, no effect of anything",
        ),
        inclusion="People whose calendar windows can be judged three in a row.",
        estimands=(
            "Changes per 100 person-windows at risk by the three-month rule, and month against "
            "month beside it",
            "Shares over the limits of ICHD-3 8.2 in each of three windows",
        ),
        limits=("People who stop writing are no longer watched",),
        caveats=("A diary that does not name the drug cannot be judged by its limit",),
        constants={"confidence": CONFIDENCE},
    ),
    SITES: Purpose(
        title="Sites beside each other",
        what_for="Seeing which sites differ by more than chance and more than who comes to them.",
        what_not_for=(
            _NOBODY,
            "Not for ranking sites, nor for rewarding or blaming one: it does not say why",
        ),
        inclusion="People whose diary tells the measure, at sites with eleven of them or more.",
        estimands=("site_case_mix: observed over expected by indirect standardisation",),
        limits=("Only sex, age, diagnosis and migraine days at the start are held alike",),
        caveats=("With fewer than five sites nobody can tell how far sites differ anyway",),
        constants={"fewest_sites": FEWEST_IN_FUNNEL, "winsorised": WINSORISED},
    ),
    STRATA: Purpose(
        title="Where among posture, sleep and stress attacks begin",
        what_for="Seeing on which kinds of day attacks begin more often, over all people and "
        "against each person's own best days.",
        what_not_for=(
            _NOBODY,
            "Not for what one of the three does by itself: the headline of triggers asks that",
        ),
        inclusion="At-risk days on which posture, sleep and stress are all three known.",
        estimands=(
            "stratum_observed: attacks per 100 at-risk days of the stratum, whoever had such days",
            "stratum_within_person: Mantel-Haenszel risk ratio against the person's days with good "
            "posture, enough sleep and low stress",
        ),
        limits=("Nothing that comes together with such days is held alike",),
        caveats=("A rate is of many days of some people and of few of others",),
        constants={
            "fewest_people": FEWEST_PEOPLE,
            "fewest_expected_attacks": FEWEST_EXPECTED_ATTACKS,
        },
    ),
    FORECAST: Purpose(
        title="Attack days of the next 28",
        what_for="Expecting how many attack days the next 28 hold in groups of people, with an "
        "interval, for planning visits and drugs.",
        what_not_for=(
            _NOBODY,
            "Not for causes: a feature that helps to foretell need not change anything",
            "Not for people of a site or age that the card shows no figures for",
        ),
        inclusion="People at the end of a calendar window whose next window is known.",
        estimands=("Attack days per 28 known days of the next window, its mean and 90% interval",),
        limits=(
            "Most of what can be known is the person's own rate: the days themselves stay unknown",
            "The interval covers 90% over people, not for each kind of person",
        ),
        caveats=(
            "Therapies started in the next window are unknown to it",
            "A window nobody wrote in has no outcome, and was never learnt from",
        ),
        constants={},
    ),
}
