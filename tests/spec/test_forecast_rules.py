"""The rules of the forecast: who may be learnt from, what closes the gate, what is too few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from models.forecast.features import FAMILIES, FEATURES
from models.forecast.forecast_fit import fit_forecast
from models.forecast.forecast_model import ForecastSettings, interval_around
from models.forecast.forecast_rows import forecast_rows
from models.forecast.influence import grid
from models.forecast.judging.calibration import fifths
from models.forecast.judging.conformal import conformal_limit
from models.forecast.judging.own_months import HIGHEST_HONEST, leakage_gate, own_pairs
from models.forecast.judging.splits import (
    EMBARGO,
    forward_splits,
    people_splits,
    random_splits,
    site_splits,
)
from models.forecast.learners.boosted_rates import grow
from models.forecast.learners.plain_rates import last_month
from models.forecast.person_months import PersonMonths, read_months
from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.months import PERSON_MONTH


def months_of(people: int, windows: int, sites: int = 3) -> PersonMonths:
    rows = people * windows
    person = np.repeat(np.arange(people, dtype=np.int64), windows)
    rate = np.random.default_rng(people).integers(0, 15, rows).astype(float)
    return PersonMonths(
        features=np.column_stack([rate, np.ones(rows)]),
        feature_names=("attack_rate_1", "stress"),
        rate=rate,
        known_days=np.full(rows, 28.0),
        person=person,
        site=np.array([f"S{number % sites}" for number in person]),
        window=np.tile(np.arange(windows, dtype=np.int64), people),
        last_month=rate,
        so_far=rate,
    )


def test_nobody_is_learnt_from_and_asked_about():
    months = months_of(people=40, windows=6)
    asked = np.zeros(len(months), dtype=int)
    for split in people_splits(months, 5):
        assert not set(months.person[split.learnt]) & set(months.person[split.asked])
        asked += split.asked
    assert (asked == 1).all()


def test_no_site_is_learnt_from_and_asked_about():
    months = months_of(people=40, windows=6, sites=7)
    asked = np.zeros(len(months), dtype=int)
    for split in site_splits(months, 5):
        assert not set(months.site[split.learnt]) & set(months.site[split.asked])
        asked += split.asked
    assert (asked == 1).all()
    assert site_splits(months_of(40, 6, sites=1), 5) == []


def test_forward_in_time_every_outcome_learnt_from_lies_before_the_embargo():
    """A row at window 4 has its outcome in 5; asked about at 7, one window lies between."""
    months = months_of(people=60, windows=12)
    splits = forward_splits(months, 5)
    assert len(splits) == 2
    for split in splits:
        last_outcome = months.window[split.learnt].max() + 1
        assert months.window[split.asked].min() - last_outcome == 1 + EMBARGO
    assert months.window[splits[0].learnt].max() == 4
    assert months.window[splits[0].asked].min() == 7


def test_rows_at_random_mix_months_of_one_person():
    months = months_of(people=40, windows=6)
    split = random_splits(months, 5, seed=1)[0]
    assert set(months.person[split.learnt]) & set(months.person[split.asked])


@pytest.mark.parametrize(
    ("expected", "concordance"),
    [([1, 2, 3, 9, 8], 1.0), ([3, 2, 1, 9, 8], 0.0), ([5, 5, 5, 9, 8], 0.5)],
)
def test_only_months_of_one_person_are_compared(expected: list[float], concordance: float):
    """The second person's months are all alike: none of them is above the others."""
    person, rate = np.array([1, 1, 1, 2, 2]), np.array([2.0, 2.0, 9.0, 4.0, 4.0])
    assert own_pairs(person, np.array(expected, float), rate).concordance == concordance


def test_the_gate_closes_above_what_an_honest_forecast_can_reach():
    assert leakage_gate(HIGHEST_HONEST).is_open
    assert leakage_gate(float("nan")).is_open
    closed = leakage_gate(0.86)
    assert not closed.is_open
    assert "0.86" in closed.sentence
    assert "knows what comes after its window" in closed.sentence


def test_a_month_without_attacks_does_not_forecast_none_for_certain():
    months = months_of(people=40, windows=6)
    assert last_month(months, months).min() > 0


def test_an_interval_stays_within_the_days_there_are():
    low, high = interval_around(np.array([0.1, 9.0, 27.0]), 2.0)
    assert low.tolist() == pytest.approx([0.0, 3.0, 27 - 2 * np.sqrt(27)])
    assert high.tolist() == pytest.approx([0.1 + 2 * np.sqrt(0.1), 15.0, 28.0])


def test_with_nine_people_nothing_below_every_possible_number_of_days_is_promised():
    scores, people = np.linspace(0, 3, 90), np.repeat(np.arange(9), 10)
    assert conformal_limit(scores, people, 0.9) == 3.0
    assert conformal_limit(scores[:80], people[:80], 0.9) > 28


def test_a_feature_is_set_to_yes_and_no_or_to_rounded_values_that_are_nobodys_own():
    assert grid(np.array([0.0, 1.0, 1.0, np.nan])) == [0.0, 1.0]
    assert grid(np.array([np.nan])) == []
    found = grid(np.linspace(13.377, 87.123, 1001))
    assert found == [21.0, 32.0, 50.0, 69.0, 80.0]


def test_fifths_are_of_all_forecasts():
    assert np.bincount(fifths(np.arange(100.0))).tolist() == [20] * 5


def test_too_few_people_publish_a_reason_and_no_figure():
    fit = fit_forecast(months_of(people=20, windows=6), ForecastSettings())
    assert fit.model is None
    assert "20 people" in fit.reason
    for name, frame in forecast_rows(fit).items():
        assert set(frame.columns) == set(TABLES[name].column_names)
        assert frame["status"].to_list() == ["not_estimable"]
        assert frame["value"].to_list() == [None]
        assert frame["reason"].to_list() == [fit.reason]


def test_months_out_of_order_or_without_a_next_are_refused():
    row = {"person_id": 1, "window_index": 5, "next_known_days": 20, "next_attack_days": 4}
    good = _frame([row, row | {"window_index": 6}])
    assert read_months(good, ["stress"]).rate.tolist() == [28 * 4 / 20] * 2
    with pytest.raises(ValueError, match="sorted by person and window"):
        read_months(_frame([row | {"window_index": 6}, row]), ["stress"])
    with pytest.raises(ValueError, match="a known day"):
        read_months(_frame([row | {"next_known_days": None}]), ["stress"])


def _frame(rows: list[dict[str, int | None]]) -> pl.DataFrame:
    empty = dict.fromkeys(PERSON_MONTH.column_names)
    return pl.DataFrame([empty | row for row in rows])


def test_every_feature_stands_in_one_family_and_none_is_the_outcome_or_the_site():
    assert len(set(FEATURES)) == len(FEATURES) == sum(map(len, FAMILIES.values()))
    assert not {n for n in FEATURES if n.startswith("next_")} | {"site_code"} & set(FEATURES)


def test_a_feature_nobody_knows_yet_stops_nothing():
    """The first months of a young workspace: no split can be made on it, and none is."""
    months = months_of(people=60, windows=4)
    unknown = replace(months, features=np.column_stack([months.rate, np.full(len(months), np.nan)]))
    trees = grow(unknown, ForecastSettings())
    told_later = np.column_stack([months.rate, np.arange(len(months))])
    assert np.array_equal(trees.predict(told_later), trees.predict(unknown.features))
    assert np.ptp(trees.predict(told_later)) > 0
