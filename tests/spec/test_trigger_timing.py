"""What the days around an attack make of a factor's verdict."""

from __future__ import annotations

import math

import pytest

from models.results import FactorEstimate, Support, estimated, not_estimable
from models.triggers.timing.evidence import TimingEvidence, timing_evidence
from models.triggers.timing.timing_rows import timing_rows
from models.triggers.verdicts import factor_verdict
from triggerscape.factors import Claim, Factor

COFFEE = Factor("caffeine_high", "Three cups of coffee or more", "diet", 0)
WINE = Factor("alcohol_any", "Any alcohol", "diet", 1)
NECK = Factor("neck_pain_any", "Neck pain", "early sign", 1, Claim.PREMONITORY)
NOBODY = Support(0, 0, 0, 0)


def ratio(factor: str, rate_ratio: float, error: float = 0.05, exposed_days: int = 6_000):
    support = Support(400, 16_000, 1_600, 12, n_exposed_days=exposed_days)
    return estimated(factor, math.log(rate_ratio), error, support)


def profile(factor: Factor, **ratios: float) -> dict[int, FactorEstimate]:
    """Rate ratios by name of the day; 1 where none is given."""
    days = {-1: "after", 0: "same", 1: "before", 2: "two_before", 3: "three_before"}
    return {lag: ratio(factor.code, ratios.get(name, 1.0)) for lag, name in days.items()}


def evidence_of(factor: Factor, **ratios: float) -> TimingEvidence:
    return timing_evidence({factor.code: profile(factor, **ratios)}, [factor])[factor.code]


@pytest.mark.parametrize(
    ("factor", "found", "days", "code", "says"),
    [
        (WINE, 1.35, {"before": 1.35}, "trigger", "more attacks follow"),
        (WINE, 1.35, {"before": 1.35, "after": 0.6}, "trigger", "moves the other way"),
        (WINE, 1.35, {"before": 1.35, "after": 1.6}, "reactive", "outlast"),
        (WINE, 1.00, {"after": 0.6}, "reactive", "falls after attacks, and no effect"),
        (WINE, 1.00, {}, "no_effect_shown", "q-value"),
        (WINE, 0.75, {"before": 0.75, "after": 0.6}, "reactive", "falls after attacks too"),
        (WINE, 0.75, {"before": 0.75}, "protective", "fewer attacks follow"),
        (WINE, 1.35, {"before": 1.35, "same": 4.0}, "reactive", "stronger on the day"),
        (COFFEE, 1.35, {"same": 1.35, "before": 1.1}, "trigger", "more attacks follow"),
        (COFFEE, 0.70, {"same": 0.70, "after": 0.8}, "reactive", "falls after attacks too"),
        (NECK, 2.00, {"before": 2.0, "after": 1.7}, "early_sign_or_trigger", "told apart"),
    ],
)
def test_verdict(factor: Factor, found: float, days: dict[str, float], code: str, says: str):
    verdict = factor_verdict(
        factor.claim,
        ratio(factor.code, found),
        0.9 if found == 1 else 0.001,
        evidence=evidence_of(factor, **days),
    )
    assert verdict.code == code
    assert says in verdict.rule


def test_a_reaction_too_small_to_matter_is_none() -> None:
    """With millions of days every link is shown; one below 1.05 changes no verdict."""
    days = profile(WINE) | {-1: ratio(WINE.code, 1.04, error=0.001)}
    evidence = timing_evidence({WINE.code: days}, [WINE])[WINE.code]
    assert evidence.after_q < 1e-6
    assert evidence.reacts == 0


def test_no_attack_moves_the_calendar_the_cycle_or_the_weather() -> None:
    """A window placed by a bleeding noted a day late leaks into the day after."""
    cycle = Factor("menses_window", "Menstrual window", "hormonal", 0)
    days = {cycle.code: profile(cycle, same=1.7, after=1.5)}
    evidence = timing_evidence(days, [cycle])
    verdict = factor_verdict(
        cycle.claim, ratio(cycle.code, 1.7), 0.001, evidence=evidence[cycle.code]
    )
    assert verdict.code == "trigger"
    assert timing_rows([cycle], days, evidence, "migraine_onset")["reading"][0] == (
        "no attack can move it"
    )


def test_the_day_after_is_judged_over_all_factors() -> None:
    """One of twenty at p = 0.03 is what chance gives."""
    factors = [Factor(f"x_{place}", f"Nr {place}", "other", 1) for place in range(20)]
    after = {factor.code: profile(factor) for factor in factors}
    after["x_0"][-1] = ratio("x_0", math.exp(0.05 * 2.18))
    assert after["x_0"][-1].p_value == pytest.approx(0.03, abs=0.003)
    assert timing_evidence(after, factors)["x_0"].reacts == 0
    alone = timing_evidence({"x_0": after["x_0"]}, factors[:1])
    assert alone["x_0"].reacts == 1


def test_a_day_after_that_nobody_recorded_is_said_and_changes_nothing() -> None:
    days = profile(WINE, before=1.35) | {-1: not_estimable(WINE.code, "never varies", NOBODY)}
    evidence = timing_evidence({WINE.code: days}, [WINE])[WINE.code]
    verdict = factor_verdict(WINE.claim, ratio(WINE.code, 1.35), 0.001, evidence=evidence)
    assert verdict.code == "trigger"
    assert "could not be looked at" in verdict.rule


def test_few_attacks_to_be_expected_on_exposed_days_are_insufficient() -> None:
    """One attack in ten days: of 99 exposed days nobody expects ten. What came does not matter."""
    row = ratio(WINE.code, 1.35, exposed_days=99)
    assert factor_verdict(WINE.claim, row, 0.001).code == "insufficient_data"
    enough = ratio(WINE.code, 1.35, exposed_days=100)
    assert factor_verdict(WINE.claim, enough, 0.001).code == "trigger"


def test_rows_name_the_day_fixed_beforehand_and_what_follows() -> None:
    days = {WINE.code: profile(WINE, before=1.35, after=0.6), NECK.code: profile(NECK)}
    rows = timing_rows([WINE, NECK], days, timing_evidence(days, [WINE, NECK]), "migraine_onset")
    read = {(row["trigger_id"], row["lag_days"]): row for row in rows.iter_rows(named=True)}
    assert list(rows["lag_days"]) == [-1, 0, 1, 2, 3] * 2
    assert read["alcohol_any", -1]["reading"] == "it falls after attacks"
    assert read["alcohol_any", -1]["q_value"] < 0.001
    assert read["alcohol_any", 1]["reading"] == "the day fixed beforehand"
    assert read["alcohol_any", 1]["q_value"] is None
    assert "no test" in read["alcohol_any", 0]["reading"]
    assert "no day of it is a cause" in read["neck_pain_any", 1]["reading"]
