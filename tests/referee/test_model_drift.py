"""Drift: the index by hand, its noise against draws, and what people of one site share."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from models.drift.calibration import calibration_in_the_large
from models.drift.distribution import Distribution, Told, distribution_of, on_edges
from models.drift.drift_rows import (
    EARLIER,
    Inputs,
    calibration_row,
    drift_rows,
    drift_sentences,
    reference_of,
)
from models.drift.shared_part import independent_people, shared_part
from models.drift.stability import Drift, missing_change, stability

THRESHOLD = 11
SEEDS = range(5000, 5200)


def shares(*values: float, n: int = 100_000, missing: float = 0.0) -> Distribution:
    edges = tuple(float(place) for place in range(1, len(values)))
    return Distribution(edges, values, missing, n, n, float(n))


def test_the_index_by_hand():
    found = stability(shares(0.5, 0.3, 0.2), shares(0.4, 0.3, 0.3), 1)
    by_hand = (0.4 - 0.5) * np.log(0.4 / 0.5) + (0.3 - 0.2) * np.log(0.3 / 0.2)
    assert found.index == pytest.approx(by_hand, rel=1e-12)


def test_the_index_is_the_divergence_both_ways():
    then, now = (0.2, 0.5, 0.3), (0.35, 0.25, 0.4)
    found = stability(shares(*then), shares(*now), 1).index
    assert found == pytest.approx(stats.entropy(then, now) + stats.entropy(now, then), rel=1e-12)


@pytest.mark.parametrize(
    ("now", "word"),
    [
        ((0.5, 0.5), Drift.STABLE),
        ((0.65, 0.35), Drift.STABLE),
        ((0.70, 0.30), Drift.WATCH),
        ((0.76, 0.24), Drift.ACT),
    ],
)
def test_the_word_follows_the_index(now: tuple[float, float], word: Drift):
    assert stability(shares(0.5, 0.5), shares(*now), 1).word is word


def test_few_people_move_it_by_chance():
    found = stability(shares(0.5, 0.5, n=30), shares(0.70, 0.30, n=30), 20)
    assert found.word is Drift.WITHIN_NOISE


def test_an_empty_bin_keeps_it_finite():
    found = stability(shares(0.5, 0.5, n=40), shares(1.0, 0.0, n=40), 1)
    assert found.index is not None
    assert np.isfinite(found.index)
    assert found.word is Drift.ACT


def test_nobody_to_compare_is_not_comparable():
    assert stability(shares(1.0), shares(1.0), 1).word is Drift.NOT_COMPARABLE
    assert stability(shares(0.5, 0.5), shares(0.5, 0.5, n=0), 1).word is Drift.NOT_COMPARABLE
    assert missing_change(shares(1.0), shares(1.0, n=0), 1).word is Drift.NOT_COMPARABLE


def test_missing_is_judged_by_itself():
    then, now = shares(0.5, 0.5, missing=0.1), shares(0.5, 0.5, missing=0.4)
    assert stability(then, now, 1).word is Drift.STABLE
    assert missing_change(then, now, 1).word is Drift.ACT
    assert missing_change(then, now, 1).index == pytest.approx(0.3)


def of(values: np.ndarray) -> Told:
    rows = np.arange(len(values))
    return Told(values, rows, np.zeros(len(rows), int), np.zeros(len(rows), int))


def test_no_edge_is_a_persons_value_and_no_bin_tells_of_few():
    values = np.random.default_rng(61).lognormal(size=400)
    found = distribution_of(of(values), THRESHOLD)
    assert len(found.edges) == 9
    assert not set(found.edges) & set(values.tolist())
    few = distribution_of(of(values[:60]), THRESHOLD)
    assert min(few.shares) * 60 >= THRESHOLD - 1e-9
    assert sum(few.shares) == pytest.approx(1)


def test_values_that_are_few_are_never_parted():
    values = np.repeat([0.0, 1.0], [300, 100])
    found = distribution_of(of(values), THRESHOLD)
    assert found.edges == (0.0,)
    assert found.shares == (0.75, 0.25)
    assert on_edges(of(1 - values), found.edges).shares == (0.25, 0.75)


def test_what_nobody_tells_has_no_bins():
    found = distribution_of(of(np.full(50, np.nan)), THRESHOLD)
    assert (found.n_people, found.missing) == (0, 1.0)


def test_the_noise_holds_what_chance_brings():
    """Index of two samples of one law beside its noise for one input: above it in 1%."""
    draw = np.random.default_rng(62)
    over = 0
    for _ in range(2000):
        then = distribution_of(of(draw.normal(size=600)), THRESHOLD)
        now = on_edges(of(draw.normal(size=80)), then.edges)
        found = stability(then, now, 1)
        assert found.index is not None
        assert found.noise is not None
        over += found.index > found.noise
    # 2000 draws of 1% have a standard deviation of 4.5.
    assert 5 <= over <= 45


def test_weather_is_shared_and_a_habit_is_not():
    draw = np.random.default_rng(63)
    site, window = np.repeat(np.arange(3), 400), np.tile(np.repeat(np.arange(8), 50), 3)
    weather = draw.normal(size=(3, 8))[site, window]
    habit = draw.normal(size=1200) + site
    assert shared_part(weather, site, window) == pytest.approx(1, abs=1e-9)
    assert shared_part(habit, site, window) < 0.03
    one = window == 0
    assert independent_people(150, 1.0, site[one], window[one]) == pytest.approx(3)
    assert independent_people(150, 0.0, site[one], window[one]) == 150


def months(
    seed: int, *, shift: float = 0.0, lost: float = 0.0, people: int = 200, windows: int = 8
) -> Inputs:
    """People with twelve habits of their own and a weather for all; the last window may differ."""
    draw = np.random.default_rng(seed)
    person, window = np.repeat(np.arange(people), windows), np.tile(np.arange(windows), people)
    last = window == windows - 1
    own = draw.normal(size=(people, 12))[person]
    values = own + 0.7 * draw.normal(size=own.shape)
    values[last, 0] += shift
    values[last & (draw.random(len(person)) < lost), 1] = np.nan
    weather = draw.normal(size=(3, windows))[person % 3, window]
    names = tuple(f"habit_{n}" for n in range(12))
    frame = pl.DataFrame(dict(zip(names, values.T, strict=True))).with_columns(
        pl.all().fill_nan(None),
        person_id=pl.Series(person),
        site_code=pl.Series((person % 3).astype(str)),
        window_index=pl.Series(window),
        weather=pl.Series(weather),
    )
    return Inputs("triggers", frame, (*names, "weather"))


def alarms(rows: pl.DataFrame) -> set[tuple[str, str]]:
    loud = rows.filter(pl.col("verdict").is_in(["watch", "act"]))
    return set(loud.select("input_id", "measure_id").iter_rows())


def test_chance_alone_is_silent():
    """200 runs of 13 inputs each in which nothing moved: at most 1 in 50 says otherwise."""
    loud = [seed for seed in SEEDS if alarms(drift_rows(months(seed), {}, EARLIER, THRESHOLD))]
    assert len(loud) <= 4


def test_naive_thresholds_would_cry_wolf():
    """The same runs by 0.1 alone: the test above is not passed by being deaf."""
    loud = 0
    for seed in SEEDS[:40]:
        rows = drift_rows(months(seed), {}, EARLIER, THRESHOLD)
        loud += rows.filter(pl.col("measure_id") == "psi")["estimate"].max() >= 0.1
    assert loud >= 30


def test_a_planted_shift_trips():
    missed = [
        seed
        for seed in SEEDS[:40]
        if ("habit_0", "psi")
        not in alarms(drift_rows(months(seed, shift=1.2), {}, EARLIER, THRESHOLD))
    ]
    assert missed == []


def test_a_habit_no_longer_told_trips():
    for seed in SEEDS[:20]:
        found = alarms(drift_rows(months(seed, lost=0.3), {}, EARLIER, THRESHOLD))
        assert found == {("habit_1", "missing_change")}


def test_what_was_kept_is_compared_with_as_well_as_what_is_here():
    then = months(71)
    kept = reference_of(then, THRESHOLD)
    assert not alarms(drift_rows(months(71), kept, "v1", THRESHOLD))
    moved = drift_rows(months(71, shift=1.2), kept, "v1", THRESHOLD)
    assert alarms(moved) == {("habit_0", "psi")}
    assert set(moved["compared_with"]) == {"v1"}


def test_the_run_says_it_in_plain_words():
    (said,) = drift_sentences(drift_rows(months(72, shift=2.0), {}, EARLIER, THRESHOLD))
    assert said == (
        "triggers: the newest window is no longer like what it was made from in 1 input "
        "(habit_0); look before you use it"
    )
    assert drift_sentences(drift_rows(months(72), {}, EARLIER, THRESHOLD)) == []


def test_few_people_have_no_drift_and_no_reference():
    few = months(73, people=8)
    assert drift_rows(few, {}, EARLIER, THRESHOLD).is_empty()
    assert reference_of(few, THRESHOLD) == {}


def test_calibration_in_the_large_against_a_regression():
    import statsmodels.api as sm

    draw = np.random.default_rng(74)
    person = np.repeat(np.arange(150), 2)
    expected = draw.uniform(1, 12, 300)
    observed = draw.poisson(1.2 * expected * np.repeat(draw.gamma(10, 0.1, 150), 2)).astype(float)
    found = calibration_in_the_large(observed, expected, person)
    fit = sm.GLM(observed, np.ones(300), family=sm.families.Poisson(), offset=np.log(expected)).fit(
        cov_type="cluster", cov_kwds={"groups": person, "use_correction": False}, tol=1e-12
    )
    error = float(fit.bse[0]) * np.sqrt(150 / 149)
    assert found.ratio == pytest.approx(float(np.exp(fit.params[0])), rel=1e-9)
    assert found.ci_low is not None
    reach = np.log(found.ratio / found.ci_low)
    assert reach == pytest.approx(stats.t.ppf(0.975, 149) * error, rel=1e-6)


def test_days_that_did_not_come_are_said():
    person = np.arange(300)
    expected = np.full(300, 6.0)
    observed = np.random.default_rng(75).poisson(4.2, 300).astype(float)
    row = calibration_row("f", "v1", calibration_in_the_large(observed, expected, person), 3)
    assert row["verdict"].item() == "act"
    assert "not those it expected" in drift_sentences(row)[0]
    nobody = calibration_in_the_large(observed[:1], expected[:1], person[:1])
    assert calibration_row("f", "v1", nobody, 1)["status"].item() == "not_estimable"
