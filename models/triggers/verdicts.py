"""What a factor's estimate may be published as, and the rule that says so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from models.results import FactorEstimate
from models.sensitivity import minimum_detectable_effect
from triggerscape.factors import Claim

FALSE_DISCOVERY_RATE = 0.05
LARGEST_PLAUSIBLE_RATE_RATIO = 2.0
FEWEST_PEOPLE = 20


class VerdictCode(StrEnum):
    """The words a factor's row can carry."""

    TRIGGER = "trigger"
    PROTECTIVE = "protective"
    EARLY_SIGN_OR_TRIGGER = "early_sign_or_trigger"
    NO_EFFECT_SHOWN = "no_effect_shown"
    INSUFFICIENT_DATA = "insufficient_data"
    NOT_ESTIMABLE = "not_estimable"
    NEGATIVE_CONTROL_OK = "negative_control_ok"
    NEGATIVE_CONTROL_FAILED = "negative_control_failed"


@dataclass(frozen=True)
class Verdict:
    """A code, the rule that gave it in words, and the smallest rate ratio the data could show."""

    code: VerdictCode
    rule: str
    minimum_detectable_rate_ratio: float | None


def factor_verdict(
    claim: str,
    within: FactorEstimate,
    q_value: float | None,
    *,
    false_discovery_rate: float = FALSE_DISCOVERY_RATE,
    largest_plausible_rate_ratio: float = LARGEST_PLAUSIBLE_RATE_RATIO,
) -> Verdict:
    """Judge the within-person estimate of a factor whose claim was fixed beforehand.

    ``claim`` is candidate, premonitory or negative_control; ``q_value`` is the factor's within its
    family (None where not estimable, and not used for a negative control). The rules, in order:

    1. no estimate: not_estimable;
    2. a negative control whose interval excludes no effect: negative_control_failed;
    3. fewer than 20 informative people, or a minimum detectable rate ratio above
       ``largest_plausible_rate_ratio``: insufficient_data, even when significant, since what passes
       the test then must overstate the effect. No diary study has found a factor much above 2;
    4. a negative control: negative_control_ok;
    5. q above ``false_discovery_rate``: no_effect_shown;
    6. premonitory: early_sign_or_trigger when the rate rises; when it falls no_effect_shown, for a
       possible early sign is never published as a cause of anything;
    7. trigger when the rate rises, protective when it falls.

    Raises ValueError for an unknown claim, or an estimate without its q-value.
    """
    claimed = Claim(claim)
    if within.standard_error is None or within.log_rate_ratio is None:
        return Verdict(VerdictCode.NOT_ESTIMABLE, within.reason, None)
    if q_value is None and claimed is not Claim.NEGATIVE_CONTROL:
        raise ValueError(f"{within.factor} has an estimate and no q-value")
    detectable = math.exp(minimum_detectable_effect(within.standard_error))
    shortage = _shortage(within, detectable, largest_plausible_rate_ratio)
    if claimed is Claim.NEGATIVE_CONTROL and within.excludes_no_effect:
        code, rule = VerdictCode.NEGATIVE_CONTROL_FAILED, "its 95% interval excludes no effect"
    elif shortage:
        code, rule = VerdictCode.INSUFFICIENT_DATA, shortage
    elif claimed is Claim.NEGATIVE_CONTROL:
        code, rule = VerdictCode.NEGATIVE_CONTROL_OK, "its 95% interval covers no effect"
    elif q_value is None or q_value > false_discovery_rate:
        code, rule = VerdictCode.NO_EFFECT_SHOWN, f"q-value above {false_discovery_rate:g}"
    else:
        code, rule = _discovered(claimed, within.log_rate_ratio, false_discovery_rate)
    return Verdict(code, rule, detectable)


def _shortage(within: FactorEstimate, detectable: float, largest_plausible: float) -> str:
    """What is lacking in words, empty when the data suffice."""
    if within.support.n_people < FEWEST_PEOPLE:
        return f"fewer than {FEWEST_PEOPLE} informative people"
    if detectable > largest_plausible:
        return f"only a rate ratio above {largest_plausible:g} could have been seen"
    return ""


def _discovered(
    claim: Claim, log_rate_ratio: float, false_discovery_rate: float
) -> tuple[VerdictCode, str]:
    """The code of a factor whose q-value passes."""
    passed = f"q-value at most {false_discovery_rate:g}"
    rises = log_rate_ratio > 0
    if claim is Claim.PREMONITORY and rises:
        return (
            VerdictCode.EARLY_SIGN_OR_TRIGGER,
            f"{passed}; a possible early sign cannot be told apart from a trigger",
        )
    if claim is Claim.PREMONITORY:
        return (
            VerdictCode.NO_EFFECT_SHOWN,
            f"{passed} and fewer attacks follow; a possible early sign is never called protective",
        )
    if rises:
        return VerdictCode.TRIGGER, f"{passed} and more attacks follow"
    return VerdictCode.PROTECTIVE, f"{passed} and fewer attacks follow"
