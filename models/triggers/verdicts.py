"""What a factor's estimate may be published as, and the rule that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.results import FactorEstimate
from models.sensitivity import detectable_ratio
from models.triggers.timing.evidence import TimingEvidence
from triggerscape.factors import Claim

FALSE_DISCOVERY_RATE = 0.05
LARGEST_PLAUSIBLE_RATE_RATIO = 2.0
FEWEST_PEOPLE = 20
FEWEST_EXPECTED_ATTACKS = 10


class VerdictCode(StrEnum):
    """The words a factor's row can carry."""

    TRIGGER = "trigger"
    PROTECTIVE = "protective"
    EARLY_SIGN_OR_TRIGGER = "early_sign_or_trigger"
    REACTIVE = "reactive"
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
    evidence: TimingEvidence | None = None,
    false_discovery_rate: float = FALSE_DISCOVERY_RATE,
    largest_plausible_rate_ratio: float = LARGEST_PLAUSIBLE_RATE_RATIO,
) -> Verdict:
    """Judge the within-person estimate of a factor whose claim was fixed beforehand.

    ``claim`` is candidate, premonitory or negative_control; ``q_value`` is the factor's within its
    family (None where not estimable, and not used for a negative control); ``evidence`` is what the
    days around an attack say, None where nobody looked. The rules, in order:

    1. no estimate: not_estimable;
    2. a negative control whose interval excludes no effect: negative_control_failed;
    3. fewer than 20 informative people, fewer than 10 attacks to be expected on exposed days, or a
       minimum detectable rate ratio above ``largest_plausible_rate_ratio``: insufficient_data, even
       when significant, since what passes the test then must overstate the effect. No diary study
       has found a factor much above 2;
    4. a negative control: negative_control_ok;
    5. premonitory: early_sign_or_trigger when q is at most ``false_discovery_rate`` and the rate
       rises, else no_effect_shown, for a possible early sign is never published as a cause;
    6. reactive when attacks move the factor and no effect is shown before them, or one in the same
       direction: a state that begins before an attack and outlasts it looks like that. Also when
       the link is far stronger on the day of the attack than on the day fixed beforehand. A factor
       that moves the other way after attacks (people drink less) keeps what is shown before;
    7. q above ``false_discovery_rate``: no_effect_shown;
    8. trigger when the rate rises, protective when it falls.

    Raises ValueError for an unknown claim, or an estimate without its q-value.
    """
    claimed = Claim(claim)
    detectable = detectable_ratio(within.standard_error)
    if detectable is None or within.log_rate_ratio is None:
        return Verdict(VerdictCode.NOT_ESTIMABLE, within.reason, None)
    is_control = claimed is Claim.NEGATIVE_CONTROL
    if q_value is None and not is_control:
        raise ValueError(f"{within.factor} has an estimate and no q-value")
    shortage = _shortage(within, detectable, largest_plausible_rate_ratio)
    shown = q_value is not None and q_value <= false_discovery_rate
    if is_control and within.excludes_no_effect:
        code, rule = VerdictCode.NEGATIVE_CONTROL_FAILED, "its 95% interval excludes no effect"
    elif shortage:
        code, rule = VerdictCode.INSUFFICIENT_DATA, shortage
    elif is_control:
        code, rule = VerdictCode.NEGATIVE_CONTROL_OK, "its 95% interval covers no effect"
    elif claimed is Claim.PREMONITORY:
        code, rule = _sign(within.log_rate_ratio, false_discovery_rate, shown=shown)
    elif reaction := _reaction(within.log_rate_ratio, evidence, shown=shown):
        code, rule = VerdictCode.REACTIVE, reaction
    elif not shown:
        code, rule = VerdictCode.NO_EFFECT_SHOWN, f"q-value above {false_discovery_rate:g}"
    else:
        code, rule = _discovered(within.log_rate_ratio, evidence, false_discovery_rate)
    return Verdict(code, rule, detectable)


def _shortage(within: FactorEstimate, detectable: float, largest_plausible: float) -> str:
    """What is lacking in words, empty when the data suffice."""
    expected = within.support.expected_exposed_events
    if within.support.n_people < FEWEST_PEOPLE:
        return f"fewer than {FEWEST_PEOPLE} informative people"
    if expected is not None and expected < FEWEST_EXPECTED_ATTACKS:
        return f"fewer than {FEWEST_EXPECTED_ATTACKS} attacks to be expected on exposed days"
    if detectable > largest_plausible:
        return f"only a rate ratio above {largest_plausible:g} could have been seen"
    return ""


def _sign(
    log_rate_ratio: float, false_discovery_rate: float, *, shown: bool
) -> tuple[VerdictCode, str]:
    """The code of a possible early sign."""
    if not shown:
        return VerdictCode.NO_EFFECT_SHOWN, f"q-value above {false_discovery_rate:g}"
    passed = f"q-value at most {false_discovery_rate:g}"
    if log_rate_ratio > 0:
        return (
            VerdictCode.EARLY_SIGN_OR_TRIGGER,
            f"{passed}; a possible early sign cannot be told apart from a trigger",
        )
    return (
        VerdictCode.NO_EFFECT_SHOWN,
        f"{passed} and fewer attacks follow; a possible early sign is never called protective",
    )


def _reaction(log_rate_ratio: float, evidence: TimingEvidence | None, *, shown: bool) -> str:
    """Why the factor may be moved by attacks, empty where nothing says so."""
    if evidence is None:
        return ""
    after = "rises" if evidence.reacts > 0 else "falls"
    if evidence.reacts and not shown:
        return f"it {after} after attacks, and no effect is shown before them"
    if evidence.reacts and (evidence.reacts > 0) == (log_rate_ratio > 0):
        return f"it {after} after attacks too: it may begin before an attack and outlast it"
    if shown and evidence.same_day_is_stronger:
        return "its link is far stronger on the day of the attack than on the day before"
    return ""


def _discovered(
    log_rate_ratio: float, evidence: TimingEvidence | None, false_discovery_rate: float
) -> tuple[VerdictCode, str]:
    """The code of a candidate whose q-value passes."""
    passed = f"q-value at most {false_discovery_rate:g}"
    unseen = ""
    if evidence is not None and evidence.after.log_rate_ratio is None:
        unseen = "; the day after attacks could not be looked at"
    elif evidence is not None and evidence.reacts:
        unseen = "; after attacks it moves the other way"
    if log_rate_ratio > 0:
        return VerdictCode.TRIGGER, f"{passed} and more attacks follow{unseen}"
    return VerdictCode.PROTECTIVE, f"{passed} and fewer attacks follow{unseen}"
