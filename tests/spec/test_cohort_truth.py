"""The truth file: every planted value can be written, read back and overridden by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from triggerscape.cohort.truth import Truth, default_truth, read_truth, write_truth
from triggerscape.factors import FACTORS


def given(tmp_path, text: str) -> Truth:
    path = tmp_path / "truth.toml"
    path.write_text(text)
    return read_truth(path)


def test_what_is_written_is_read_back(tmp_path):
    truth = replace(default_truth(), synergy=-0.05, burden_alpha=1.3)
    write_truth(truth, tmp_path / "truth.toml")
    assert read_truth(tmp_path / "truth.toml") == truth


def test_same_truth_same_bytes(tmp_path):
    write_truth(default_truth(), tmp_path / "a.toml")
    write_truth(default_truth(), tmp_path / "b.toml")
    assert (tmp_path / "a.toml").read_bytes() == (tmp_path / "b.toml").read_bytes()


def test_a_scenario_changes_only_what_it_names(tmp_path):
    truth = given(
        tmp_path,
        """
        drift_sd = 0.5
        [factors.posture_poor]
        odds_ratio = 1.10
        [factors.short_sleep_under_stress]
        odds_ratio = 1.3
        [therapies.omt]
        logit = 0
        """,
    )
    assert truth.drift_sd == 0.5
    assert truth.factors["posture_poor"].odds_ratio == 1.10
    assert truth.factors["posture_poor"].slope_sd == 0.10
    assert truth.factors["short_sleep_under_stress"].odds_ratio == 1.3
    assert truth.therapies["omt"].logit == 0.0
    assert truth.therapies["massage"] == default_truth().therapies["massage"]
    assert truth.factors["menses_window"] == default_truth().factors["menses_window"]


def test_an_empty_file_is_the_default_truth(tmp_path):
    assert given(tmp_path, "") == default_truth()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("persistance_odds_ratio = 4", "no planted value called 'persistance_odds_ratio'"),
        ("[factors.sunshine]\nodds_ratio = 2", "factors has no 'sunshine'"),
        ("[therapies.omt]\nodds_ratio = 2", "therapies.omt has no value called 'odds_ratio'"),
        ('drift_sd = "high"', "drift_sd must be a number"),
        ("drift_sd = true", "drift_sd must be a number"),
        ("[factors.travel]\nlag = 0.5", "factors.travel.lag must be a whole number"),
    ],
)
def test_a_misspelt_truth_is_refused_by_name(tmp_path, text, complaint):
    with pytest.raises(ValueError, match=complaint):
        given(tmp_path, text)


def test_every_catalogued_factor_has_a_planted_effect_at_its_registered_lag():
    """But for the signs, which are planted as what follows from an attack."""
    truth = default_truth()
    for factor in FACTORS:
        if factor.code in truth.factors:
            assert truth.factors[factor.code].lag == factor.primary_lag, factor.code
        else:
            assert factor.code in truth.decoys
