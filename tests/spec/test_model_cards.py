"""What is kept of a model: a card to read, coefficients of nobody few, trees of nobody."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from models.forecast.forecast_model import ForecastModel, ForecastSettings, TrainingSummary
from models.forecast.learners.boosted_rates import grow
from models.forecast.person_months import PersonMonths
from models.registry.coefficients import coefficient_tables
from models.registry.model_card import Performance
from models.registry.model_files import Made, coefficient_files, forecast_files, stamped
from models.registry.model_of_table import OF_NO_MODEL, model_of_table
from models.registry.opening import open_model
from models.registry.performance import forecast_performance, trigger_performance
from models.registry.purposes import FORECAST, PURPOSES, TRIGGERS
from models.registry.tree_safety import refuse_what_remembers, rounded_edges, without_traces
from triggerscape.contract.estimates.audit import TRIGGER_AUDIT_ESTIMATE
from triggerscape.contract.estimates.catalogue import ESTIMATES
from triggerscape.contract.estimates.triggers import TRIGGER_ODDS_ESTIMATE
from triggerscape.disclosure.rule import Rule
from triggerscape.errors import DisclosureRefused
from triggerscape.registry.kept import keep_version

RULE = Rule()
MADE = Made(
    model_id=TRIGGERS,
    settings={"definitions.clean_days": 3},
    inputs="0123",
    code_version="0.1.0",
    n_people=1234,
    n_sites=7,
    first_window="2025-01-06",
    last_window="2025-12-08",
)


def odds(*people: int) -> pl.DataFrame:
    rows = [
        {
            "trigger_id": f"factor_{place}",
            "outcome_id": "migraine_onset",
            "status": "estimated",
            "reason": "",
            "log_odds_ratio": 0.123456789,
            "standard_error": 0.05,
            "log_ci_low": 0.02,
            "log_ci_high": 0.22,
            "p_value": 0.01,
            "smallest_detectable": 1.2,
            "n_people": n,
            "n_days": 12_347,
            "n_attacks": 413,
            "n_sites": 7,
        }
        for place, n in enumerate(people)
    ]
    return pl.DataFrame(rows)


def grown(people: int = 400) -> tuple[ForecastModel, np.ndarray]:
    draw = np.random.default_rng(81)
    features = draw.gamma(2.0, 2.0, size=(people, 2))
    names = ("attack_rate_1", "stress")
    nobody_knows = np.full(people, np.nan)
    months = PersonMonths(
        features=features,
        feature_names=names,
        rate=draw.poisson(features[:, 0]).astype(float),
        known_days=draw.integers(14, 29, people).astype(float),
        person=np.arange(people),
        site=np.repeat("north", people),
        window=np.zeros(people, dtype=np.int64),
        last_month=nobody_knows,
        so_far=nobody_knows,
    )
    settings = ForecastSettings(iterations=10, rows_a_leaf=50)
    trees = grow(months, settings)
    training = TrainingSummary(
        n_people=people,
        n_person_months=people,
        n_sites=3,
        first_window=300,
        last_window=312,
        share_of_people_used=1.0,
        fewest_people_in_a_leaf=50,
        membership_auc=0.53,
    )
    return ForecastModel(trees, names, settings, training, 1.51), features


def test_a_row_of_few_people_is_not_kept_and_nobody_is_counted_exactly():
    tables = coefficient_tables(
        {TRIGGER_ODDS_ESTIMATE.name: [odds(234, 7, 0)]}, [TRIGGER_ODDS_ESTIMATE], RULE
    )
    kept = [dict(zip(tables[0]["columns"], row, strict=True)) for row in tables[0]["rows"]]
    assert [row["trigger_id"] for row in kept] == ["factor_0", "factor_2"]
    assert [row["n_people"] for row in kept] == [235, 0]
    assert (kept[0]["n_days"], kept[0]["n_attacks"]) == (12_345, 415)
    assert kept[0]["log_odds_ratio"] == 0.123457


def test_a_table_of_coefficients_comes_back_under_its_own_columns(tmp_path):
    frame = odds(40, 50)
    tables = coefficient_tables(
        {TRIGGER_ODDS_ESTIMATE.name: [frame]}, [TRIGGER_ODDS_ESTIMATE], RULE
    )
    keep_version(
        tmp_path, TRIGGERS, "v1", stamped(coefficient_files(MADE, tables, [], {}, RULE), "v1")
    )
    opened = open_model(tmp_path, TRIGGERS).table(TRIGGER_ODDS_ESTIMATE.name)
    assert opened["trigger_id"].to_list() == ["factor_0", "factor_1"]
    assert opened["log_odds_ratio"].to_list() == [0.123457, 0.123457]
    with pytest.raises(KeyError, match="sunspots"):
        open_model(tmp_path, TRIGGERS).table("sunspots")


def test_the_order_in_which_estimates_come_changes_no_byte():
    frame = odds(40, 50, 60)
    both = (
        coefficient_tables({TRIGGER_ODDS_ESTIMATE.name: [one]}, [TRIGGER_ODDS_ESTIMATE], RULE)
        for one in (frame, frame.reverse())
    )
    one, other = (coefficient_files(MADE, told, [], {}, RULE) for told in both)
    assert one == other


def test_a_card_says_everything_a_reader_asks():
    shown = [Performance("site", "north", "share_of_factors_estimated", 0.91, 0.8, 0.96)]
    files = stamped(coefficient_files(MADE, [], shown, {"stress_level": {}}, RULE), "abc123")
    card, text = json.loads(files["card.json"]), files["card.md"].decode()
    assert card["version"] == "abc123"
    assert card["population"]["n_people"] == 1235
    assert card["settings"]["definitions.clean_days"] == 3
    assert card["settings"]["constant.fewest_people"] == 20
    assert card["features"] == ["stress_level"]
    for heading in (
        "What it is for|What it is not for|Who it was made from|What is estimated|What goes in|"
        "Settings|How good it is|Limits|Caveats|How to load it"
    ).split("|"):
        assert f"## {heading}\n" in text
    assert "| site | north | share_of_factors_estimated | 0.91 | 0.8 to 0.96 |" in text
    assert 'open_model(Path("workspace"), "triggers", "abc123")' in text


def test_few_people_are_not_told_on_a_card():
    files = coefficient_files(replace(MADE, n_people=8), [], [], {}, RULE)
    assert json.loads(files["card.json"])["population"]["n_people"] is None
    assert "too few to be told" in files["card.md"].decode()


@pytest.mark.parametrize("model", sorted(PURPOSES))
def test_every_model_has_words_for_its_card(model: str):
    words = PURPOSES[model]
    for said in (words.what_not_for, words.estimands, words.limits, words.caveats):
        assert said
        assert all(len(line.split()) >= 4 for line in said)


def test_every_table_of_estimates_leads_to_a_model():
    tables = [table.name for table in ESTIMATES if table.short_name not in OF_NO_MODEL]
    assert {model_of_table(name) for name in tables} == set(PURPOSES)
    with pytest.raises(LookupError, match="sunspots"):
        model_of_table("estimates.sunspots")


def test_a_forecast_comes_back_as_it_was_kept(tmp_path):
    model, features = grown()
    made = replace(MADE, model_id=FORECAST)
    files = forecast_files(made, model, [], {}, RULE)
    assert files == forecast_files(made, grown()[0], [], {}, RULE), "same inputs, same bytes"
    keep_version(tmp_path, FORECAST, "v1", stamped(files, "v1"))
    opened = open_model(tmp_path, FORECAST)
    assert opened.forecast is not None
    assert opened.forecast.feature_names == model.feature_names
    assert opened.forecast.settings == model.settings
    kept = without_traces(model.estimator, RULE.rounding_base)
    assert np.array_equal(opened.forecast.predict(features), np.minimum(kept.predict(features), 28))
    assert opened.card["settings"]["rows_a_leaf"] == model.settings.rows_a_leaf
    assert "membership_auc" in files["card.md"].decode()


def test_rounded_edges_change_few_forecasts_and_hold_no_value_of_a_person():
    model, features = grown()
    kept = without_traces(model.estimator, RULE.rounding_base)
    difference = np.abs(kept.predict(features) - model.estimator.predict(features))
    assert np.mean(difference > 1e-12) < 0.05
    edges = np.concatenate(
        [tree.nodes["num_threshold"] for trees in kept._predictors for tree in trees]
        + kept._bin_mapper.bin_thresholds_
    )
    assert np.array_equal(edges, rounded_edges(edges))
    assert not set(edges.tolist()) & set(features.ravel().tolist())
    counts = {int(n) for t in kept._predictors for tree in t for n in tree.nodes["count"]}
    assert all(n % RULE.rounding_base == 0 for n in counts)
    exact = np.concatenate(model.estimator._bin_mapper.bin_thresholds_)
    assert not np.array_equal(exact, rounded_edges(exact)), "the fitted model itself is untouched"


def test_a_forecast_that_remembers_is_refused():
    model, _ = grown()
    made = replace(MADE, model_id=FORECAST)
    told = replace(model, training=replace(model.training, membership_auc=0.61))
    with pytest.raises(DisclosureRefused, match="E726"):
        forecast_files(made, told, [], {}, RULE)
    few = replace(model, training=replace(model.training, fewest_people_in_a_leaf=10))
    with pytest.raises(DisclosureRefused, match="E727"):
        forecast_files(made, few, [], {}, RULE)
    with pytest.raises(DisclosureRefused, match="E726"):
        refuse_what_remembers(float("nan"), 50, 11)
    refuse_what_remembers(0.60, 11, 11)


@pytest.mark.parametrize(
    ("edge", "kept"),
    [(0.0, 0.0), (1.23456, 1.23), (-98765.0, -98800.0), (0.000123456, 0.000123)],
)
def test_edges_keep_three_digits(edge: float, kept: float):
    assert rounded_edges(np.array([edge])).tolist() == [kept]
    assert np.isinf(rounded_edges(np.array([np.inf])))[0]


def test_how_far_two_calculations_differ_is_no_coefficient_but_that_they_agree_is_told():
    audit = pl.DataFrame(
        {
            "outcome_id": ["migraine_onset"],
            "n_factors": [20],
            "n_people": [175],
            "coefficient_difference": [7.8e-16],
            "error_difference": [4.1e-15],
            "is_agreed": [True],
        }
    )
    frames = {TRIGGER_AUDIT_ESTIMATE.name: [audit]}
    assert coefficient_tables(frames, [TRIGGER_AUDIT_ESTIMATE], RULE) == []
    (figure,) = trigger_performance(frames, [], RULE)
    assert (figure.measure, figure.value) == ("second_calculation_agrees", 1.0)


def test_figures_of_few_people_are_on_no_card():
    rows = pl.DataFrame(
        {
            "validation": ["held-out people"] * 2,
            "slice_kind": ["site"] * 2,
            "slice_level": ["north", "south"],
            "measure_id": ["coverage"] * 2,
            "baseline": ["none"] * 2,
            "status": ["estimated"] * 2,
            "value": [0.9, 0.8],
            "ci_low": [0.85, 0.1],
            "ci_high": [0.95, 1.0],
            "n_people": [300, 9],
        }
    )
    found = forecast_performance({"estimates.model_metric": [rows]}, RULE)
    assert [figure.slice_level for figure in found] == ["north"]


def test_controls_that_speak_are_on_the_card():
    rows = pl.DataFrame(
        {
            "trigger_id": ["stress_level", "control_a", "control_b"],
            "estimand_id": ["within_person"] * 3,
            "status": ["estimated"] * 3,
            "log_ci_low": [0.1, -0.1, 0.05],
            "log_ci_high": [0.3, 0.1, 0.2],
            "n_people": [300] * 3,
        }
    )
    found = trigger_performance(
        {"estimates.trigger_effect": [rows]}, ["control_a", "control_b"], RULE
    )
    told = {figure.measure: figure.value for figure in found}
    assert told["share_of_negative_controls_silent"] == 0.5
    assert told["share_of_factors_estimated"] == 1.0
