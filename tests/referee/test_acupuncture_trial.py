"""A real randomised trial: acupuncture for chronic headache, severity score after a year.

Vickers et al., BMJ 2004;328:744: 4.6 points less with acupuncture (2.2 to 7.0), adjusted for the
score at the start, among the 301 people who told their score at both times. Randomised, so that an
honest estimator must come out there; but the arms differ by chance at the start, so that a plain
difference of the scores after a year does not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats

from models.therapies.bracket.bracket_results import Difference, difference
from models.therapies.bracket.doubly_robust import augmented_difference
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import cross_fit

PUBLISHED, PUBLISHED_LOW, PUBLISHED_HIGH = -4.6, -7.0, -2.2
FOLDS = 5
PAGE = Path(__file__).resolve().parents[2] / "docs" / "therapy-recovery.md"


@pytest.fixture(scope="module")
def scores(shared_data: Callable[[str], Path]) -> pl.DataFrame:
    """``group`` 1 for acupuncture; the score before (``pk1``) and after a year (``pk5``)."""
    people = pl.read_csv(shared_data("vickers-acupuncture-rct/acupuncture_df.csv"))
    assert people.height == 301
    assert people["group"].sum() == 161
    return people


def adjusted(scores: pl.DataFrame, arm: pl.Series) -> Difference:
    """Cross-fitted AIPW among those of ``arm`` 1, the score before as the only history."""
    person, after = scores["rownames"].to_numpy(), scores["pk5"].to_numpy()
    before, chosen = scores["pk1"].to_numpy()[:, None], arm.to_numpy()
    nuisances = cross_fit(before, chosen, after, person_folds(person, chosen, FOLDS))
    return augmented_difference(after, chosen, nuisances, person)


@pytest.fixture(scope="module")
def ours(scores: pl.DataFrame) -> Difference:
    """The effect among those who got acupuncture, as in every comparison we publish."""
    return adjusted(scores, scores["group"])


@pytest.fixture(scope="module")
def everybody(scores: pl.DataFrame, ours: Difference) -> float:
    """Both arms' own effects, weighted by their people: what the trial reported."""
    untreated = adjusted(scores, 1 - scores["group"])
    share = scores["group"].mean()
    return share * ours.difference - (1 - share) * untreated.difference


@pytest.fixture(scope="module")
def least_squares(scores: pl.DataFrame) -> Difference:
    """The score after a year on group and score before, by ordinary least squares."""
    columns = sm.add_constant(scores.select("group", "pk1").to_numpy().astype(float))
    fit = sm.OLS(scores["pk5"].to_numpy(), columns).fit()
    arms = scores["group"].to_numpy()
    return difference(fit.params[1], fit.bse[1], int(arms.sum()), int((1 - arms).sum()))


@pytest.fixture(scope="module")
def unadjusted(scores: pl.DataFrame) -> Difference:
    """The plain difference of the scores after a year."""
    arms = [scores.filter(group=arm)["pk5"].to_numpy() for arm in (1, 0)]
    error = float(np.hypot(*(stats.sem(arm) for arm in arms)))
    return difference(float(arms[0].mean() - arms[1].mean()), error, len(arms[0]), len(arms[1]))


def test_least_squares_gives_what_was_published(least_squares: Difference) -> None:
    assert least_squares.difference == pytest.approx(PUBLISHED, abs=0.05)
    assert least_squares.ci_low == pytest.approx(PUBLISHED_LOW, abs=0.1)
    assert least_squares.ci_high == pytest.approx(PUBLISHED_HIGH, abs=0.1)


def test_our_interval_is_the_published_one(ours: Difference) -> None:
    assert ours.ci_low == pytest.approx(PUBLISHED_LOW, abs=0.5)
    assert ours.ci_high == pytest.approx(PUBLISHED_HIGH, abs=0.5)


def test_among_the_treated_the_effect_is_a_little_smaller(
    scores: pl.DataFrame, ours: Difference
) -> None:
    """Acupuncture took more off high scores, and who got it had lower ones by chance.

    So the effect among the treated is -4.3 where that among everybody is -4.6: a second way, the
    regression of the score after on that before among the others, without folds or weights.
    """
    treated, others = scores.filter(group=1), scores.filter(group=0)
    line = stats.linregress(others["pk1"].to_numpy(), others["pk5"].to_numpy())
    expected = line.intercept + line.slope * treated["pk1"].to_numpy()
    second = float((treated["pk5"].to_numpy() - expected).mean())
    assert second == pytest.approx(-4.34, abs=0.01)
    assert abs(ours.difference - second) < 0.25 * ours.standard_error


def test_among_everybody_our_estimate_is_the_published_one(
    ours: Difference, everybody: float
) -> None:
    assert abs(everybody - PUBLISHED) < 0.25 * ours.standard_error


def test_our_error_is_that_of_least_squares(ours: Difference, least_squares: Difference) -> None:
    assert ours.standard_error == pytest.approx(least_squares.standard_error, rel=0.1)


def test_everybody_is_compared(ours: Difference) -> None:
    """Randomised arms meet everywhere: nobody is trimmed."""
    assert (ours.n_started_a, ours.n_started_b) == (161, 140)


def test_the_unadjusted_difference_is_another_number_and_not_ours(
    ours: Difference, unadjusted: Difference
) -> None:
    """Who got acupuncture had lower scores at the start by chance: it is credited with them."""
    assert unadjusted.difference == pytest.approx(-6.10, abs=0.01)
    assert unadjusted.difference < ours.difference - 0.5 * ours.standard_error
    assert unadjusted.standard_error > 1.3 * ours.standard_error


def test_the_page_says_what_comes_out(
    ours: Difference, everybody: float, least_squares: Difference, unadjusted: Difference
) -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"squares here: {said(least_squares)}" in page
    assert f"{said(ours)} among those who got acupuncture" in page
    assert f"{everybody:.2f} among everybody" in page
    assert f"a year, {unadjusted.difference:.2f}, is another number" in page


def said(found: Difference) -> str:
    return f"{found.difference:.2f} ({found.ci_low:.2f} to {found.ci_high:.2f})"
