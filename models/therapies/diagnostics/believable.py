"""Is the estimate believable, how much hidden confounding would undo it, what could be found?"""

from __future__ import annotations

from models.therapies.bracket.bracket_results import TherapyEstimate
from models.therapies.diagnostics.diagnostic import (
    Diagnostic,
    judged,
    judged_difference,
    shown,
    unmade,
)
from models.therapies.diagnostics.published_effects import IMPLAUSIBLE, LARGEST_IN_TRIALS

_NO_ESTIMATE = "there is no adjusted estimate to tell it from"


def believable(estimate: TherapyEstimate, therapy: str, margin: float) -> tuple[Diagnostic, ...]:
    """Plausibility, which decides; what trials found, E-value, robustness and power, which do not.

    The last three belong to the adjusted side and say how far it can be trusted, for which there is
    no bound that fits every question: the bracket is what guards against hidden severity.
    """
    return (
        _plausible(estimate),
        _as_in_trials(estimate, therapy),
        _told(
            "e_value",
            estimate.e_value,
            "a hidden confounder would have to act on start and outcome at least so strongly, as "
            "a risk ratio, for the limit nearest to no effect to reach it",
        ),
        _told(
            "robustness_value",
            estimate.robustness_value,
            "hidden confounding would have to explain such a share of what is left of start and "
            "of outcome for the limit nearest to no effect to reach it",
        ),
        _detectable(estimate.minimum_detectable_difference, margin),
    )


def _plausible(estimate: TherapyEstimate) -> Diagnostic:
    sides = estimate.sides
    if not sides:
        return unmade("plausibility", IMPLAUSIBLE, "there is no estimate")
    name = max(sides, key=lambda side: abs(sides[side].difference))
    largest = abs(sides[name].difference)
    return judged(
        "plausibility",
        largest,
        IMPLAUSIBLE,
        is_met=largest <= IMPLAUSIBLE,
        met=f"neither estimate is beyond {IMPLAUSIBLE:g} days",
        broken=f"the {name} estimate is implausible, check confounding",
    )


def _as_in_trials(estimate: TherapyEstimate, therapy: str) -> Diagnostic:
    found, largest = estimate.adjusted, LARGEST_IN_TRIALS.get(therapy)
    if largest is None or found is None:
        why = "no trial to hold it against" if largest is None else _NO_ESTIMATE
        return unmade("effect_in_trials", None, why)
    return judged_difference(
        "effect_in_trials",
        found,
        -largest,
        is_met=-found.difference <= largest,
        met="no larger than what trials found against placebo or sham",
        broken="larger than what trials found against placebo or sham",
    )


def _detectable(value: float | None, margin: float) -> Diagnostic:
    if value is None:
        return unmade("smallest_detectable", margin, _NO_ESTIMATE)
    return judged(
        "smallest_detectable",
        value,
        margin,
        is_met=value <= margin,
        met="a worthwhile effect could have been found with 80% power",
        broken="a worthwhile effect could have been missed: the power for it is below 80%",
    )


def _told(name: str, value: float | None, sentence: str) -> Diagnostic:
    return shown(name, value, _NO_ESTIMATE if value is None else sentence)
