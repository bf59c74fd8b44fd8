"""Pairs of factors against pyfixest, plain loops over people, and leaving people out one by one."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pyfixest as pf
import pytest
from scipy import stats
from small_diary import batches_of

from models.triggers.pairs.pair_fit import PairFit, fit_pairs

FACTORS = ("wine", "short_night", "stress")
ONE = ("wine", "short_night")
STEPS = ("wine", "stress")


def diary(n_people: int = 150, seed: int = 20260512, product: float = 1.2) -> pd.DataFrame:
    """Two yes-or-no factors that go together, one in steps, and a product with a strong effect."""
    draw = np.random.default_rng(seed)
    days = draw.integers(8, 60, n_people)
    person = np.repeat(np.arange(n_people), days)
    level = draw.normal(0, 0.6, n_people)
    wine = (draw.normal(level[person], 1.0) > 0.6).astype(float)
    short = (draw.normal(0.5 * wine + 0.3 * level[person], 1.0) > 0.9).astype(float)
    stress = draw.normal(2 + level[person], 1.0)
    drive = 0.3 * wine + 0.2 * short + 0.1 * stress + product * wine * short + 0.4 * level[person]
    return pd.DataFrame(
        {
            "person_id": person.astype("int64"),
            "site_code": np.array(["north", "south"])[person % 2],
            "outcome": (draw.random(len(person)) < 0.05 * np.exp(drive).clip(max=15)).astype(float),
            "wine": wine,
            "short_night": short,
            "stress": stress,
        }
    )


def informative(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame.groupby("person_id")["outcome"].transform("sum") > 0]


def with_product(frame: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    centred = frame[list(pair)] - frame.groupby("person_id")[list(pair)].transform("mean")
    return frame.assign(product=centred[pair[0]] * centred[pair[1]])


def fepois(frame: pd.DataFrame, formula: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pf.fepois(
            formula,
            data=frame,
            vcov={"CRV1": "person_id"},
            ssc=pf.ssc(k_adj=False, G_adj=True),
            iwls_tol=1e-12,
            fixef_tol=1e-12,
        )


def fitted(frame: pd.DataFrame, pair: tuple[str, str] = ONE) -> PairFit:
    (fit,) = fit_pairs(batches_of(frame), FACTORS, [pair])
    return fit


def test_a_full_fit_equals_pyfixest_with_the_centred_product():
    frame = diary()
    fit = fitted(frame)
    assert fit.is_full
    model = fepois(
        with_product(informative(frame), ONE),
        "outcome ~ wine + short_night + stress + product | person_id",
    )
    error = model.se().to_numpy()[3]
    assert fit.interaction.log_rate_ratio == pytest.approx(model.coef().iloc[3], abs=2e-3 * error)
    assert fit.interaction.standard_error == pytest.approx(error, rel=1e-2)


@pytest.mark.parametrize("pair", [ONE, STEPS])
def test_the_score_test_equals_a_plain_loop_over_people(pair: tuple[str, str]):
    frame = with_product(informative(diary(product=0.3)), pair)
    model = fepois(frame, "outcome ~ wine + short_night + stress | person_id")
    b = model.coef().to_numpy()
    scores, products, information = [], [], np.zeros((4, 4))
    for _, own in frame.groupby("person_id"):
        x = own[[*FACTORS, "product"]].to_numpy()
        y = own["outcome"].to_numpy()
        share = np.exp(x[:, :3] @ b)
        share /= share.sum()
        off = x - share @ x
        information += y.sum() * (off.T * share) @ off
        score = x.T @ (y - y.sum() * share)
        scores.append(score[:3])
        products.append(score[3])
    mains, shared, own = information[:3, :3], information[:3, 3], information[3, 3]
    weight = np.linalg.solve(mains, shared)
    efficient = np.array(products) - np.array(scores) @ weight
    left = own - shared @ weight
    n_people = len(efficient)
    error = math.sqrt((efficient @ efficient) * n_people / (n_people - 1)) / left
    fit = fitted(diary(product=0.3), pair)
    step = efficient.sum() / left
    assert fit.test.log_rate_ratio == pytest.approx(step, abs=2e-3 * error)
    assert fit.test.standard_error == pytest.approx(error, rel=1e-2)
    freedom = fit.test.support.n_people - 1
    p_value = 2 * stats.t.sf(abs(step) / error, freedom)
    assert fit.test.p_value == pytest.approx(p_value, rel=2e-2)


def test_days_together_equal_a_plain_loop_over_people():
    frame = informative(diary())
    days = expected = all_days = people = 0.0
    for _, own in frame.groupby("person_id"):
        wine, short = (
            own["wine"] > own["wine"].mean(),
            own["short_night"] > own["short_night"].mean(),
        )
        days += (wine & short).sum()
        expected += wine.sum() * short.sum() / len(own)
        all_days += len(own) if wine.any() and short.any() else 0
        people += (wine & short).any()
    fit = fitted(diary())
    assert fit.co_occurrence is not None
    assert fit.co_occurrence.log_lift == pytest.approx(math.log(days / expected), rel=1e-12)
    assert fit.co_occurrence.share_together == pytest.approx(days / all_days, rel=1e-12)
    both = frame[(frame["wine"] == 1) & (frame["short_night"] == 1)]
    varied = both.groupby("person_id").filter(
        lambda own: all(
            frame.loc[frame["person_id"] == own.name, name].nunique() == 2 for name in ONE
        )
    )
    support = fit.test.support
    assert (support.n_people, support.n_person_days) == (people, days)
    assert support.n_person_days == len(varied)
    assert support.n_events == varied["outcome"].sum()


def test_the_excess_equals_days_counted_one_by_one():
    """Each day with both, at the fitted coefficients, with either factor and both taken away."""
    frame = with_product(informative(diary()), ONE)
    model = fepois(frame, "outcome ~ wine + short_night + stress + product | person_id")
    wine, short, _, product = model.coef()
    means = frame.groupby("person_id")[list(ONE)].transform("mean")
    both = (frame["wine"] > means["wine"]) & (frame["short_night"] > means["short_night"])
    of_wine, of_short = means["wine"][both], means["short_night"][both]
    left = (
        1
        - np.exp(-(wine + product * (1 - of_short)))
        - np.exp(-(short + product * (1 - of_wine)))
        + np.exp(-(wine + short + product * (1 - of_wine - of_short)))
    )
    rate = frame["outcome"][both].mean()
    fit = fitted(diary())
    assert fit.excess is not None
    assert fit.excess.value == pytest.approx(100 * rate * left.mean(), rel=0.03)


def test_errors_equal_those_from_leaving_people_out():
    """The jackknife over people knows nothing of derivatives, scores or information."""
    frame = informative(diary(n_people=90, product=0.8))
    everybody = frame["person_id"].unique()
    found = [fitted(frame[frame["person_id"] != person]) for person in everybody]
    whole = fitted(frame)

    def spread(values: list[float]) -> float:
        off = np.array(values) - np.mean(values)
        return math.sqrt((off @ off) * (len(values) - 1) / len(values))

    excess = spread([fit.excess.value for fit in found])
    lift = spread([fit.co_occurrence.log_lift for fit in found])
    step = spread([fit.test.log_rate_ratio for fit in found])
    assert whole.excess.standard_error == pytest.approx(excess, rel=0.15)
    assert whole.co_occurrence.standard_error == pytest.approx(lift, rel=0.10)
    assert whole.test.standard_error == pytest.approx(step, rel=0.15)


@pytest.mark.parametrize("rows", [41, 10**6])
def test_batching_does_not_change_a_bit(rows: int):
    frame = diary(n_people=400)
    pairs = [ONE, STEPS, ("short_night", "stress")]
    one, other = (fit_pairs(batches_of(frame, rows=r), FACTORS, pairs) for r in (700, rows))
    assert [(f.test, f.interaction, f.excess, f.co_occurrence) for f in one] == [
        (f.test, f.interaction, f.excess, f.co_occurrence) for f in other
    ]
