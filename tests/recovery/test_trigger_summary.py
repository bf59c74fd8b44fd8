"""The suite that judges the trigger analysis notices each way of not telling the truth."""

from __future__ import annotations

import polars as pl
import pytest
from trigger_classes import CLASSES, NULLS, class_of
from trigger_summary import broken, by_class, by_factor, contrast, discoveries

SEEDS = range(40)
HONEST = "no_effect_shown"


def rows(code: str, *, off: float = 0.0, error: float = 0.1, **more: str) -> pl.DataFrame:
    """Forty seeds of one factor, its estimates spread evenly around ``off``; the truth is 0."""
    spread = [off + error * (seed - 19.5) / 20 for seed in SEEDS]
    return pl.DataFrame(
        {
            "analysis": "one",
            "seed": list(SEEDS),
            "trigger_id": code,
            "kind": class_of(code),
            "truth": 0.0,
            "log_rate_ratio": spread,
            "standard_error": error,
            "log_ci_low": [value - 1.96 * error for value in spread],
            "log_ci_high": [value + 1.96 * error for value in spread],
            "verdict": more.get("verdict", HONEST),
            "verdict_rule": more.get("rule", ""),
        }
    )


def test_an_honest_analysis_breaks_nothing() -> None:
    assert broken(pl.concat([rows("chocolate"), rows("sleep_short")]), "one") == []


@pytest.mark.parametrize(
    ("spoiled", "told"),
    [
        (rows("chocolate", off=0.3), "intervals hold the truth in"),
        (rows("chocolate", off=0.1), "chocolate: off by +0.100"),
        (rows("chocolate", verdict="trigger"), "100.0% of what it calls does nothing"),
        (rows("fatigue", verdict="trigger"), "40 early signs called trigger or protective"),
        (rows("x_craving", verdict="protective"), "40 early signs called trigger or protective"),
    ],
)
def test_every_broken_promise_is_told(spoiled: pl.DataFrame, told: str) -> None:
    faults = broken(pl.concat([rows("sleep_short"), spoiled]), "one")
    assert any(told in fault for fault in faults), faults


def test_a_sign_far_from_nothing_is_no_fault_while_it_is_called_a_sign() -> None:
    assert broken(rows("neck_pain_any", off=0.7, verdict="early_sign_or_trigger"), "one") == []


def test_a_small_error_of_a_mean_over_seeds_is_no_fault() -> None:
    """Off by 0.04, but with errors of 1.0 in forty seeds that is chance."""
    assert broken(rows("chocolate", off=0.04, error=1.0), "one") == []


def test_false_calls_are_shared_out_over_seeds_and_not_over_calls() -> None:
    """One seed with one false call of two, thirty-nine that call nothing: 0.5 / 40."""
    called = rows("menses_window").with_columns(
        verdict=pl.when(seed=0).then(pl.lit("trigger")).otherwise(pl.lit(HONEST))
    )
    false = called.with_columns(trigger_id=pl.lit("cheese"), kind=pl.lit(class_of("cheese")))
    found = discoveries(pl.concat([called, false]), "one")
    assert found == {
        "seeds": 40,
        "called": 2,
        "false": 1,
        "false_share": pytest.approx(0.0125),
        "signs_called": 0,
    }


def test_bias_coverage_and_the_ratio_of_errors() -> None:
    (one,) = by_factor(rows("water_low", off=0.02)).to_dicts()
    assert one["bias"] == pytest.approx(0.02)
    assert one["coverage"] == 1.0
    assert one["error_ratio"] == pytest.approx(0.1 / (0.1 * 11.69 / 20), rel=1e-3)


def test_a_class_takes_its_factors_together() -> None:
    both = pl.concat([rows("chocolate", off=0.1), rows("cheese", off=-0.1)])
    (one,) = by_class(both).to_dicts()
    assert (one["n"], one["bias"]) == (80, pytest.approx(0.0))


def test_a_contrast_counts_what_differs_between_people_only() -> None:
    flag = "a comparison; it disagrees with the same person compared on other days"
    within = rows("posture_poor").with_columns(analysis=pl.lit("published"))
    between = rows("posture_poor", off=0.5, rule=flag).with_columns(
        analysis=pl.lit("between people")
    )
    assert contrast(pl.concat([within, between]), "posture_poor") == {
        "nothing_within": 1.0,
        "between": pytest.approx(0.5),
        "differs_between": 1.0,
        "flagged": 1.0,
    }


def test_every_class_is_told_apart() -> None:
    codes = [code for members in CLASSES.values() for code in members]
    assert len(codes) == len(set(codes))
    assert set(NULLS) <= set(codes)
