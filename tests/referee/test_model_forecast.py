"""The forecast's parts against scikit-learn, and against a calculation pair by pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.inspection import partial_dependence
from sklearn.metrics import d2_tweedie_score, mean_poisson_deviance, roc_auc_score

from models.forecast.features import FEATURES, with_features
from models.forecast.forecast_model import ForecastSettings
from models.forecast.influence import DEPENDENCE, FAMILY, FEATURE, influences
from models.forecast.judging.conformal import conformal_limit, conformal_scores
from models.forecast.judging.deviance import poisson_deviance
from models.forecast.judging.judged_months import JudgedMonths
from models.forecast.judging.measures import figure, skill_over
from models.forecast.judging.own_months import own_pairs
from models.forecast.learners.boosted_rates import fewest_people_in_a_leaf, grow, leaves_of
from models.forecast.learners.membership import membership_auc
from models.forecast.learners.plain_rates import PLAIN
from models.forecast.person_months import AGE_BANDS, AGE_LIMITS, PersonMonths
from triggerscape.warehouse.designs.onset_design import AGE_BANDS as BANDS_OF_DAYS

SETTINGS = ForecastSettings(iterations=25, rows_a_leaf=40)


def made_months(people: int, windows: int, seed: int) -> PersonMonths:
    """Months whose rate hangs on two of four features, some of them unknown."""
    draw = np.random.default_rng(seed)
    rows = people * windows
    features = draw.normal(0, 1, (rows, 4))
    features[:, 3] = draw.random(rows) < 0.3
    days = draw.integers(14, 29, rows).astype(float)
    rate = 28 * draw.binomial(28, 1 / (1 + np.exp(1.2 - features[:, 0])), rows) / 28
    features[draw.random(rows) < 0.1, 1] = np.nan
    return PersonMonths(
        features=features,
        feature_names=("headache_rate", "stress", "sleep_hours", "on_omt"),
        rate=rate,
        known_days=days,
        person=np.repeat(np.arange(people, dtype=np.int64), windows),
        site=np.full(rows, "S01"),
        window=np.tile(np.arange(windows, dtype=np.int64), people),
        last_month=rate.copy(),
        so_far=rate.copy(),
    )


@pytest.fixture(scope="module")
def months() -> PersonMonths:
    return made_months(people=80, windows=7, seed=20261121)


@pytest.fixture(scope="module")
def trees(months: PersonMonths) -> HistGradientBoostingRegressor:
    return grow(months, SETTINGS)


@pytest.fixture(scope="module")
def judged(months: PersonMonths, trees: HistGradientBoostingRegressor) -> JudgedMonths:
    expected = trees.predict(months.features)
    plain = {"own mean so far": np.full(len(months), months.rate.mean())}
    return JudgedMonths(months, expected, expected - 2, expected + 2, plain)


def test_deviance_equals_scikit_learn(months, judged):
    lost = poisson_deviance(months.rate, judged.expected, months.known_days)
    mean = mean_poisson_deviance(months.rate, judged.expected, sample_weight=months.known_days)
    assert lost.sum() / months.known_days.sum() == pytest.approx(mean, rel=1e-12)


def test_deviance_explained_equals_scikit_learn(months, judged):
    d2 = d2_tweedie_score(months.rate, judged.expected, sample_weight=months.known_days, power=1)
    assert figure(judged, "deviance_explained").value == pytest.approx(d2, rel=1e-10)


def test_deviance_saved_is_a_ratio_of_deviances(months, judged):
    ours, plain = (
        mean_poisson_deviance(months.rate, mu, sample_weight=months.known_days)
        for mu in (judged.expected, judged.plain["own mean so far"])
    )
    found = skill_over(judged, "own mean so far").value
    assert found == pytest.approx(1 - ours / plain, rel=1e-10)


def test_the_same_figure_and_interval_every_time_in_any_order_of_columns(judged):
    assert figure(judged, "forecast_error") == figure(judged, "forecast_error")
    found = figure(judged, "interval_coverage")
    assert found.low < found.value < found.high


def test_an_interval_of_people_is_wider_where_months_of_a_person_are_alike():
    """The bootstrap draws people: seven copies of a month say no more than one."""
    single, copied = made_months(60, 1, 5), made_months(60, 1, 5)
    copied = copied.rows(np.repeat(np.arange(60), 7))

    def width(of: PersonMonths) -> float:
        flat = np.full(len(of), 8.0)
        found = figure(JudgedMonths(of, flat, flat, flat, {}), "forecast_error")
        return found.high - found.low

    assert width(copied) == pytest.approx(width(single), rel=1e-9)


def test_concordance_equals_a_count_of_pairs(months, judged):
    right, pairs = 0.0, 0
    for person in np.unique(months.person):
        mine = months.person == person
        rate, expected = months.rate[mine], judged.expected[mine]
        above = rate > rate.mean()
        for one, other in combinations(range(len(rate)), 2):
            if above[one] == above[other]:
                continue
            up, down = (one, other) if above[one] else (other, one)
            right += (
                1.0 if expected[up] > expected[down] else 0.5 * (expected[up] == expected[down])
            )
            pairs += 1
    found = own_pairs(months.person, judged.expected, months.rate)
    assert (found.right.sum(), found.pairs.sum()) == (right, pairs)


def test_walking_the_trees_gives_what_they_predict(months, trees):
    """The leaf each row ends in, by our own walk: its values add up to the forecast."""
    raw = np.full(len(months), trees._baseline_prediction.item())
    for (tree,) in trees._predictors:
        raw += tree.nodes["value"][leaves_of(tree.nodes, months.features)]
    assert np.exp(raw) == pytest.approx(trees.predict(months.features), rel=1e-9)


def test_fewest_people_in_a_leaf_equals_a_count_leaf_by_leaf(months, trees):
    fewest = min(
        len(np.unique(months.person[leaf == one]))
        for (tree,) in trees._predictors
        for leaf in [leaves_of(tree.nodes, months.features)]
        for one in np.unique(leaf)
    )
    assert fewest_people_in_a_leaf(trees, months.features, months.person) == fewest


def test_a_membership_attack_equals_scikit_learns_auc(months):
    draw = np.random.default_rng(3)
    lost, is_member = draw.random(len(months)), months.person < 50
    people = np.unique(months.person)
    means = [lost[months.person == person].mean() for person in people]
    of_rows = roc_auc_score(is_member, -lost)
    of_people = roc_auc_score(people < 50, [-mean for mean in means])
    found = membership_auc(lost, months.person, is_member)
    assert found == pytest.approx(max(of_rows, of_people), rel=1e-12)


def test_a_conformal_limit_is_the_quantile_of_scores_widened_for_few_people(months, judged):
    scores = np.sort(conformal_scores(months.rate, judged.expected))
    level = 0.9 * (1 + 1 / 80)
    place = int(np.ceil(level * (len(scores) - 1)))
    assert conformal_limit(scores, months.person, 0.9) == scores[place]


def test_partial_dependence_equals_scikit_learns_brute_force(months, trees):
    ours = [
        one
        for one in influences(trees, months, 1)
        if one.kind == DEPENDENCE and one.feature_id == "headache_rate"
    ]
    theirs = partial_dependence(
        trees,
        months.features,
        [0],
        sample_weight=months.known_days,
        method="brute",
        kind="average",
        custom_values={0: np.array([one.value for one in ours])},
    )
    assert [one.figure for one in ours] == pytest.approx(list(theirs["average"][0]), rel=1e-9)


def test_shuffling_what_matters_costs_and_shuffling_noise_does_not(months, trees):
    found = {one.feature_id: one for one in influences(trees, months, 1) if one.kind == FEATURE}
    assert found["headache_rate"].low > 0.2
    assert abs(found["sleep_hours"].figure) < 0.05
    families = {one.feature_id for one in influences(trees, months, 1) if one.kind == FAMILY}
    assert families == {"attack days so far", "habits", "therapies in effect"}


def test_plain_forecasts_are_possible_days(months):
    for learner in PLAIN.values():
        expected = learner(months, months)
        assert ((expected > 0) & (expected <= 28)).all()


def test_forecasts_are_the_same_bits_again(months, trees):
    again = grow(months, SETTINGS)
    assert (again.predict(months.features) == trees.predict(months.features)).all()


def test_age_bands_are_those_of_the_days():
    assert AGE_BANDS == BANDS_OF_DAYS
    assert len(AGE_LIMITS) == len(AGE_BANDS) - 1


def test_every_feature_is_a_number_made_from_a_month():
    months = pl.DataFrame(
        {
            "therapy_groups": [["omt", "preventive"], None],
            "chronicity": ["chronic", "unknown"],
            "sex": ["female", None],
            "diagnosis": ["unknown", "chronic_migraine"],
            **{
                name: [1, None]
                for name in FEATURES
                if not name.startswith("on_")
                and name not in {"is_chronic", "is_episodic", "is_female", "is_diagnosed_chronic"}
            },
        }
    )
    found = with_features(months).select(FEATURES)
    assert set(found.dtypes) == {pl.Float64}
    told = [
        "on_omt",
        "on_massage",
        "is_chronic",
        "is_episodic",
        "is_female",
        "is_diagnosed_chronic",
    ]
    assert found.select(told).rows() == [(1, 0, 1, 0, 1, None), (0, 0, None, None, None, 1)]
