"""Costs and days avoided against loops over people, Fieller's interval and statsmodels."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats

from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import cross_fit
from models.therapies.outcomes import SHARED_BEFORE
from models.therapies.trial import read_trial
from models.therapies.value.charge_rows import Charges, charge_rows
from models.therapies.value.person_means import person_mean, person_share
from models.therapies.value.plane import DRAWS, HELD_ALIKE, Plane, cost_and_days, resampled
from triggerscape.vocabulary import therapy as known_therapy

SEED = 20261203


def people(seed: int = SEED, size: int = 700) -> pl.DataFrame:
    """Starters of A, likelier after bad months, and of B; A costs 150 more and avoids 6 days.

    One in five has two rows, as against no start.
    """
    draw = np.random.default_rng(seed)
    level = draw.normal(9, 3, size)
    rows = []
    for number in range(size):
        for turn in range(1 + (number % 5 == 0)):
            months = {f"mmd_m{back}": level[number] + draw.normal(0, 1.5) for back in range(1, 7)}
            arm = int(draw.random() < 1 / (1 + math.exp(-0.2 * (months["mmd_m1"] - 9))))
            day = level[number] - 2 * arm
            rows.append(
                {
                    "person_id": 5000 + number,
                    "site_code": "PARIS" if number % 3 else "ROME",
                    "index_date": date(2026, 3 + turn, 1),
                    "month_index": turn,
                    "arm": arm,
                    "age_years": 40 + number % 30,
                    **months,
                    "mmd_0": day + draw.normal(0, 2),
                    "mmd_after": day + draw.normal(0, 1.5),
                    "cost": 200 + 150 * arm + 10 * level[number] + draw.normal(0, 80),
                }
            )
    return pl.DataFrame(rows)


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return people()


@pytest.fixture(scope="module")
def plane(frame: pl.DataFrame) -> Plane:
    found = cost_and_days(frame, np.random.default_rng(SEED))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def by_person(frame: pl.DataFrame) -> dict[int, list[float]]:
    """By person the sums of what A's starters cost more, avoid, and how often they started."""
    held = [name for name in HELD_ALIKE if name in frame.columns]
    before = [name for name in SHARED_BEFORE if name in frame.columns]
    told = frame.with_columns(days=pl.col("mmd_0") + 2 * pl.col("mmd_after"))
    sums: dict[int, list[float]] = {}
    for place, (outcome, sign) in enumerate((("cost", 1.0), ("days", -1.0))):
        trial = read_trial(told, held, outcome=outcome, before=before)
        folds = person_folds(trial.person_id, trial.arm, 5)
        fitted = cross_fit(trial.features, trial.arm, trial.outcome, folds)
        for row, person in enumerate(trial.person_id.tolist()):
            propensity = fitted.propensity[row]
            if not 0.01 <= propensity <= 0.95:
                continue
            left = sign * (trial.outcome[row] - fitted.untreated[row])
            weight = 1.0 if trial.arm[row] else -propensity / (1 - propensity)
            own = sums.setdefault(person, [0.0, 0.0, 0.0])
            own[place] += weight * left
            own[2] += trial.arm[row] * (place == 0)
    return sums


def test_both_differences_are_sums_over_people(plane: Plane, by_person: dict) -> None:
    cost, avoided, starters = (sum(own[k] for own in by_person.values()) for k in range(3))
    assert plane.cost.difference == pytest.approx(cost / starters, rel=1e-9)
    assert plane.avoided.difference == pytest.approx(avoided / starters, rel=1e-9)
    assert plane.ratio == pytest.approx(cost / avoided, rel=1e-9)


def test_a_draw_takes_people_with_all_their_rows(plane: Plane, by_person: dict) -> None:
    draw = np.random.default_rng(SEED)
    owns = [by_person[person] for person in sorted(by_person)]
    for number in range(25):
        chosen = [owns[place] for place in draw.integers(0, len(owns), len(owns)).tolist()]
        cost, avoided, starters = (sum(own[k] for own in chosen) for k in range(3))
        assert plane.draws[number] == pytest.approx((cost / starters, avoided / starters))


def covariance(plane: Plane, by_person: dict) -> np.ndarray:
    """Of both differences, from each person's influence, (2, 2)."""
    starters = sum(own[2] for own in by_person.values())
    both = (plane.cost.difference, plane.avoided.difference)
    influence = np.array(
        [[own[k] - own[2] * both[k] for k in range(2)] for own in by_person.values()]
    )
    return influence.T @ influence / starters**2


def test_the_errors_are_those_of_the_influence_and_of_the_draws(
    plane: Plane, by_person: dict
) -> None:
    errors = np.sqrt(np.diag(covariance(plane, by_person)))
    said = (plane.cost.standard_error, plane.avoided.standard_error)
    assert said == pytest.approx(tuple(errors), rel=1e-9)
    # Monte Carlo error of a standard deviation of 4,000 draws: 1.1%; three of them.
    assert plane.draws.std(axis=0, ddof=1) == pytest.approx(errors, rel=0.034)


def test_the_interval_of_the_price_agrees_with_fieller(plane: Plane, by_person: dict) -> None:
    """(C - rE)^2 = z^2 (V_C - 2 r V_CE + r^2 V_E), solved for r (Fieller 1954)."""
    v = covariance(plane, by_person)
    cost, avoided = plane.cost.difference, plane.avoided.difference
    z2 = stats.norm.ppf(0.975) ** 2
    a = avoided**2 - z2 * v[1, 1]
    b = cost * avoided - z2 * v[0, 1]
    c = cost**2 - z2 * v[0, 0]
    assert a > 0  # days are avoided beyond chance, so that the interval is one
    ends = [(b + sign * math.sqrt(b**2 - a * c)) / a for sign in (-1, 1)]
    width = ends[1] - ends[0]
    assert plane.ratio_interval == pytest.approx(ends, abs=0.07 * width)
    assert plane.ratio_interval[0] < plane.ratio < plane.ratio_interval[1]


@pytest.mark.parametrize("price", [10, 20, 25, 30, 50])
def test_the_chance_of_being_worth_it_agrees_with_the_normal_one(
    plane: Plane, by_person: dict, price: int
) -> None:
    v = covariance(plane, by_person)
    gain = price * plane.avoided.difference - plane.cost.difference
    error = math.sqrt(price**2 * v[1, 1] - 2 * price * v[0, 1] + v[0, 0])
    # A share of 4,000 draws is off by 0.008; three of them.
    assert plane.worth(price) == pytest.approx(stats.norm.cdf(gain / error), abs=0.024)


def test_row_order_and_a_second_run_change_nothing(frame: pl.DataFrame, plane: Plane) -> None:
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    again = cost_and_days(shuffled, np.random.default_rng(SEED))
    assert again is not None
    assert (again.cost, again.avoided) == (plane.cost, plane.avoided)
    np.testing.assert_array_equal(again.draws, plane.draws)


def test_people_drawn_by_row_would_look_surer_than_they_are() -> None:
    """Rows of a person that are alike: drawn one by one they count as so many people."""
    draw = np.random.default_rng(SEED)
    person = np.repeat(np.arange(200), 4)
    signals = np.repeat(draw.normal(0, 1, (200, 1)), 4, axis=0)
    arm = np.ones(800, dtype=np.int64)
    clustered = resampled(signals, arm, person, np.random.default_rng(1)).std()
    naive = resampled(signals, arm, np.arange(800), np.random.default_rng(1)).std()
    assert clustered == pytest.approx(1 / math.sqrt(200), rel=0.15)
    assert naive < 0.6 * clustered
    assert DRAWS == 4000


def test_a_ratio_of_sums_is_weighted_least_squares_with_hc1() -> None:
    draw = np.random.default_rng(SEED)
    bottom = draw.integers(1, 9, 150).astype(float)
    top = bottom * draw.gamma(4, 20, 150)
    found = person_mean(top, bottom)
    assert found is not None
    fitted = sm.WLS(top / bottom, np.ones(150), weights=bottom).fit(cov_type="HC1", use_t=True)
    assert found.value == pytest.approx(fitted.params[0])
    assert found.standard_error == pytest.approx(fitted.bse[0])
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(fitted.conf_int()[0]))
    mean = person_mean(top)
    assert mean is not None
    assert mean.standard_error == pytest.approx(top.std(ddof=1) / math.sqrt(150))


def test_each_therapy_by_itself_equals_a_loop_over_people() -> None:
    draw = np.random.default_rng(SEED)
    leaves = ("omt_cranial", "omt_hvla", "pemf")
    starts, courses, covers, answers = [], [], [], []
    for person in range(120):
        site = ("PARIS", "BERN", "DARK")[person % 3]
        who = {"person_id": person, "site_code": site}
        given = [leaf for leaf in leaves if draw.random() < 0.5]
        for leaf in given:
            rows, amount = int(draw.integers(1, 6)), int(draw.integers(0, 9000)) * 10
            priced = 0 if site == "DARK" else rows - int(draw.random() < 0.1)
            cost = {"charged_rows": rows, "priced_rows": priced, "cost_thousandths": amount}
            day = {"index_date": date(2026, 3, 1), "sessions": rows}
            # Whoever had two leaves of the group is told of the first of them, which came first.
            names = [leaf] if any(other < leaf for other in given) else sorted(_names(leaf))
            starts += [who | {"therapy_id": name} | day | cost for name in names]
            courses.append(who | {"therapy_code": leaf, "course_number": 1} | cost)
            told = {"cover_told_thousandths": amount, "covered_thousandths": amount // 3}
            covers.append(who | {"therapy_code": leaf} | told)
            said = int(draw.integers(1, 4))
            points = {"answers": said, "satisfaction_sum": int(draw.integers(0, 10 * said + 1))}
            answers.append(who | {"therapy_code": leaf} | points)
    sites = pl.DataFrame(
        {
            "site_code": ["BERN", "PARIS"],
            "first_currency": ["CHF", "EUR"],
            "last_currency": ["CHF", "EUR"],
            "first_date": [date(2026, 1, 1)] * 2,
            "last_date": [date(2026, 12, 31)] * 2,
        }
    )
    frames = [pl.DataFrame(rows) for rows in (starts, courses, covers, answers)]
    found = charge_rows(Charges(*frames, sites)).rows_by_key(
        ["therapy_id", "currency", "measure_id"], named=True, unique=True
    )
    of_site = {"PARIS": "EUR", "BERN": "CHF"}
    for therapy in (*leaves, "omt"):
        own = [row for row in starts if row["therapy_id"] == therapy]
        sessions = found[therapy, "none", "sessions_per_person"]
        assert sessions["estimate"] == pytest.approx(sum(r["sessions"] for r in own) / len(own))
        for site, currency in of_site.items():
            there = [row for row in own if row["site_code"] == site]
            priced = [row for row in there if row["priced_rows"] == row["charged_rows"]]
            shown = found[therapy, currency, "cost_per_28_days"]
            total = sum(row["cost_thousandths"] for row in priced) / 1000
            assert shown["priced_share"] == pytest.approx(len(priced) / len(there))
            assert shown["estimate"] == pytest.approx(total / len(priced) / 3)
            assert (shown["n_people"], shown["n_sites"]) == (len(priced), 1)
        rated = [row for row in answers if therapy in _names(row["therapy_code"])]
        points = sum(row["satisfaction_sum"] for row in rated)
        satisfaction = found[therapy, "none", "satisfaction_mean"]
        assert satisfaction["estimate"] == pytest.approx(
            points / sum(row["answers"] for row in rated)
        )
        for site, currency in of_site.items():
            paid = [
                row
                for row in covers
                if row["site_code"] == site and therapy in _names(row["therapy_code"])
            ]
            share = sum(row["covered_thousandths"] for row in paid) / sum(
                row["cover_told_thousandths"] for row in paid
            )
            assert found[therapy, currency, "covered_share"]["estimate"] == pytest.approx(share)
            ended = [
                row
                for row in courses
                if row["site_code"] == site
                and therapy in _names(row["therapy_code"])
                and row["priced_rows"] == row["charged_rows"]
            ]
            mean = sum(row["cost_thousandths"] for row in ended) / len(ended) / 1000
            assert found[therapy, currency, "cost_per_course"]["estimate"] == pytest.approx(mean)
    assert {currency for _, currency, _ in found} == {"none", "CHF", "EUR"}


def _names(leaf: str) -> set[str]:
    return {leaf, known_therapy(leaf).group}


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_share_that_all_people_have_in_common_is_not_sure(share: float) -> None:
    """Of people as heavy as each other: the interval of Agresti and Coull, with Student's t."""
    bottom = np.full(12, 50.0)
    found = person_share(share * bottom, bottom)
    assert found is not None
    assert (found.value, found.standard_error) == (pytest.approx(share), pytest.approx(0))
    sixteen = [share] * 12 + [0.0, 0.0, 1.0, 1.0]
    middle, error = np.mean(sixteen), np.std(sixteen, ddof=1) / 4
    reach = stats.t.ppf(0.975, 15) * error
    low, high = min(max(middle - reach, 0), share), max(min(middle + reach, 1), share)
    assert (found.ci_low, found.ci_high) == (pytest.approx(low), pytest.approx(high))
    assert found.ci_high - found.ci_low > 0.2
