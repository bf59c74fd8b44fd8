"""People's own likelihoods, their spread and their profiles, each calculated a second way."""

from __future__ import annotations

from functools import partial

import numpy as np
import pyarrow as pa
import pytest
from scipy import optimize, stats
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from models.site_pooling import reml_variance
from models.stream.block_stream import BlockStream
from models.triggers.people.normal_spread import fit_normal_spread, spread_at
from models.triggers.people.own_likelihood import OwnLikelihood, own_likelihood
from models.triggers.people.person_evidence import gather_evidence
from models.triggers.people.sampled_people import sample_people
from models.triggers.phenotypes.deconvolved_mixture import fit_groups, fit_one_group
from models.triggers.phenotypes.mixture_errors import mixture_errors
from models.triggers.phenotypes.person_profiles import Profiles, add_halves, gather_halves

COEFFICIENTS = np.array([0.4, -0.1])
CODES = ("alcohol", "stress")


@pytest.fixture(scope="module")
def days() -> pa.Table:
    """Six people at two sites, forty days each: a yes-or-no factor and one in steps."""
    draw = np.random.default_rng(31)
    person = np.repeat(np.arange(6), 40)
    return pa.table(
        {
            "person_id": person,
            "site_code": np.where(person % 2, "north", "south"),
            "outcome": (draw.random(240) < 0.2).astype(float),
            "alcohol": (draw.random(240) < 0.3).astype(float),
            "stress": draw.integers(0, 5, 240).astype(float),
            "day_number": np.tile(np.arange(40), 6).astype(float),
        }
    )


def of_person(days: pa.Table, person: int) -> tuple[np.ndarray, np.ndarray]:
    """Exposures (days, 2) and outcome of one person."""
    own = days.filter(pa.array(days["person_id"].to_numpy() == person))
    return np.column_stack([own[code].to_numpy() for code in CODES]), own["outcome"].to_numpy()


def conditional(x: np.ndarray, y: np.ndarray, coefficients: np.ndarray) -> float:
    """The conditional log-likelihood of one person, day by day."""
    predictor = x @ coefficients
    return float(y @ predictor - y.sum() * np.log(np.exp(predictor).sum()))


def binomial_people(n_people: int, attacks: int, sd: float, seed: int) -> OwnLikelihood:
    """People whose attacks on days with a factor are binomial; the factor is there on a quarter."""
    draw = np.random.default_rng(seed)
    share = draw.uniform(0.1, 0.4, n_people)
    odds = share / (1 - share) * np.exp(sd * draw.standard_normal(n_people))
    on_exposed = draw.binomial(attacks, odds / (1 + odds))
    everyone = np.ones(n_people)
    return OwnLikelihood(
        on_exposed - attacks * share, attacks * everyone, everyone, share, 1 - share, share
    )


# Blocks put the people of one site together: north (odd people) before south (even people).
ORDER = (1, 3, 5, 0, 2, 4)


def test_the_own_likelihood_of_a_yes_or_no_factor_is_the_conditional_likelihood(
    days: pa.Table,
) -> None:
    stream = BlockStream(days.to_batches, CODES, by_stratum=False)
    chosen = sample_people({"north": 3, "south": 3}, 100)
    evidence = gather_evidence(stream, COEFFICIENTS, chosen)
    people = own_likelihood(evidence, 0)
    for place, person in enumerate(ORDER):
        x, y = of_person(days, person)
        for effect in (-1.0, -0.2, 0.5, 1.5):
            moved = conditional(x, y, COEFFICIENTS + np.array([effect, 0]))
            moved -= conditional(x, y, COEFFICIENTS)
            found = people.log_likelihood(np.array([effect]))[place, 0] * people.dispersion[place]
            assert found == pytest.approx(moved, rel=1e-4, abs=1e-5)


def test_the_own_likelihood_of_a_factor_in_steps_is_right_to_the_third_order(
    days: pa.Table,
) -> None:
    stream = BlockStream(days.to_batches, CODES, by_stratum=False)
    evidence = gather_evidence(stream, COEFFICIENTS, sample_people({"north": 3, "south": 3}, 100))
    people = own_likelihood(evidence, 1)
    for place, person in enumerate(ORDER):
        x, y = of_person(days, person)
        missed = []
        for effect in (0.1, 0.2):
            moved = conditional(x, y, COEFFICIENTS + np.array([0, effect]))
            moved -= conditional(x, y, COEFFICIENTS)
            found = people.log_likelihood(np.array([effect]))[place, 0]
            missed.append(abs(found * people.dispersion[place] - moved))
        # What is missed grows with the fourth power of the effect: 16 times from 0.1 to 0.2.
        assert missed[0] < 1e-3
        assert missed[1] < 24 * max(missed[0], 1e-6)


def test_evidence_is_the_same_for_every_batching(days: pa.Table) -> None:
    found = [
        gather_evidence(
            BlockStream(partial(days.to_batches, rows), CODES, by_stratum=False),
            COEFFICIENTS,
            sample_people({"north": 3, "south": 3}, 100),
        )
        for rows in (7, 1000)
    ]
    for name in ("attacks", "days", "dispersion", "score", "information", "third"):
        assert np.array_equal(getattr(found[0], name), getattr(found[1], name))


def test_a_sample_is_some_of_the_same_people(days: pa.Table) -> None:
    stream = BlockStream(days.to_batches, CODES, by_stratum=False)
    everybody = gather_evidence(stream, COEFFICIENTS, sample_people({"north": 3, "south": 3}, 6))
    chosen = sample_people({"north": 3, "south": 3}, 4)
    some = gather_evidence(stream, COEFFICIENTS, chosen)
    flags = np.concatenate([chosen["north"], chosen["south"]])
    assert flags.sum() == 4
    assert np.array_equal(some.score, everybody.score[:, flags])
    assert some.site.tolist() == [0, 0, 1, 1]


def test_dispersion_is_that_of_attacks_drawn_without_replacement(days: pa.Table) -> None:
    stream = BlockStream(days.to_batches, CODES, by_stratum=False)
    evidence = gather_evidence(stream, np.zeros(2), sample_people({"north": 3, "south": 3}, 100))
    for place, person in enumerate(ORDER):
        x, y = of_person(days, person)
        law = stats.hypergeom(len(y), int(x[:, 0].sum()), int(y.sum()))
        variance = evidence.information[0, place] * evidence.dispersion[place]
        assert variance == pytest.approx(law.var(), rel=1e-5)


def test_halves_are_two_diaries_of_their_own(days: pa.Table) -> None:
    """The evidence of one half is what one would find had nobody kept the other half."""
    chosen = sample_people({"north": 3, "south": 3}, 100)
    stream = BlockStream(days.to_batches, [*CODES, "day_number"], by_stratum=False)
    halves = gather_halves(stream, COEFFICIENTS, [0, 1], chosen)
    whole = gather_evidence(
        BlockStream(days.to_batches, CODES, by_stratum=False), COEFFICIENTS, chosen
    )
    for half, profile in enumerate(halves):
        for place, person in enumerate(ORDER):
            x, y = (values[half::2] for values in of_person(days, person))
            chance = np.exp(x @ COEFFICIENTS)
            chance /= chance.sum()
            centred = x - chance @ x
            left = whole.dispersion[place]
            assert profile.attacks[place] == y.sum()
            assert profile.score[place] * left == pytest.approx(y @ centred, abs=1e-5)
            matrix = y.sum() * (centred.T * chance) @ centred
            assert profile.information[place] * left == pytest.approx(matrix, abs=1e-4)


def test_the_marginal_likelihood_is_the_integral_over_the_spread() -> None:
    people = binomial_people(12, 20, 0.2, 5)
    grid = np.linspace(-3, 3, 6001)
    for sd in (0.1, 0.4):
        found = spread_at(people, sd, 0.0)
        law = stats.norm.pdf(grid, found.mean, sd)
        integral = np.trapezoid(np.exp(people.log_likelihood(grid)) * law, grid, axis=1)
        assert found.log_likelihood == pytest.approx(np.log(integral).sum(), abs=1e-4)


def test_the_spread_of_well_known_people_is_that_of_reml() -> None:
    """With thousands of attacks a person the likelihoods are normal, and REML is the referee."""
    people = binomial_people(400, 3000, 0.2, 6)
    own = np.array([_own_estimate(people, place) for place in range(len(people.score))])
    _, first, second = people.with_slopes(own[:, np.newaxis])
    assert np.abs(first).max() < 1e-3
    reml = np.sqrt(reml_variance(own, -1 / second[:, 0]))
    assert fit_normal_spread(people).best.sd == pytest.approx(reml, rel=0.02)


def _own_estimate(people: OwnLikelihood, place: int) -> float:
    def lost(effect: float) -> float:
        return -float(people.log_likelihood(np.array([effect]))[place, 0])

    return float(optimize.minimize_scalar(lost, bracket=(-0.5, 0.5), tol=1e-10).x)


def test_derivatives_are_those_of_the_likelihood() -> None:
    people = binomial_people(30, 20, 0.2, 7)
    step = 1e-4
    near = people.log_likelihood(np.array([0.3 - step, 0.3, 0.3 + step]))
    _, first, second = people.with_slopes(np.array([0.3]))
    assert first[:, 0] == pytest.approx((near[:, 2] - near[:, 0]) / (2 * step), abs=1e-5)
    curved = (near[:, 2] - 2 * near[:, 1] + near[:, 0]) / step**2
    assert second[:, 0] == pytest.approx(curved, abs=1e-4)
    grid = np.linspace(-8, 8, 4001)
    assert np.all(people.log_likelihood(grid).max(axis=1) <= people.highest() + 1e-9)


def known_profiles(seed: int) -> tuple[Profiles, np.ndarray, np.ndarray]:
    """300 people whose profiles are all but known, in two groups."""
    draw = np.random.default_rng(seed)
    group = draw.integers(2, size=300)
    delta = np.array([[0.5, 0.0, 0.1], [-0.5, 0.6, 0.0]])[group]
    delta = delta + 0.15 * draw.standard_normal(delta.shape)
    information = 1e6 * np.eye(3) * np.ones((300, 1, 1))
    score = np.einsum("ijk,ik->ij", information, delta)
    return Profiles(score, information, np.ones(300), np.ones(300)), delta, group


def test_where_profiles_are_known_the_mixture_is_that_of_scikit_learn() -> None:
    profiles, delta, group = known_profiles(8)
    ours = fit_groups(profiles, fit_one_group(profiles), 2)
    assert adjusted_rand_score(group, ours.memberships.argmax(axis=1)) > 0.95
    label = ours.memberships.argmax(axis=1)
    theirs = GaussianMixture(2, covariance_type="diag", random_state=1, n_init=3).fit(delta)
    order = np.argsort(-theirs.weights_)
    assert ours.means == pytest.approx(theirs.means_[order], abs=0.01)
    assert ours.weights == pytest.approx(theirs.weights_[order], abs=0.01)
    pooled = np.mean((delta - ours.means[label]) ** 2, axis=0)
    assert ours.variance == pytest.approx(pooled, rel=0.03)


def test_the_errors_of_known_means_are_those_of_a_mean() -> None:
    profiles, delta, _ = known_profiles(9)
    ours = fit_groups(profiles, fit_one_group(profiles), 2)
    plain = np.sqrt(ours.variance / (ours.weights[:, np.newaxis] * len(delta)))
    assert mixture_errors(profiles, ours).means == pytest.approx(plain, rel=0.25)


def test_the_likelihood_of_one_group_is_that_of_normal_scores() -> None:
    """s_i is Normal(H m, H + H V H): the log-likelihood differs from it by what V does not move."""
    draw = np.random.default_rng(10)
    root = draw.standard_normal((40, 3, 5))
    information = root @ root.transpose(0, 2, 1)
    score = np.einsum("ijk,ik->ij", information, 0.5 * draw.standard_normal((40, 3)))
    profiles = Profiles(score, information, np.ones(40), np.ones(40))
    one = fit_one_group(profiles)
    spread, mean = np.diag(one.variance), one.means[0]
    whole = sum(
        stats.multivariate_normal(h @ mean, h + h @ spread @ h).logpdf(s)
        - stats.multivariate_normal(np.zeros(3), h).logpdf(s)
        for s, h in zip(score, information, strict=True)
    )
    assert one.log_likelihood == pytest.approx(whole, abs=1e-6)


def test_adding_halves_adds_everything() -> None:
    profiles, _, _ = known_profiles(11)
    twice = add_halves([profiles, profiles])
    assert np.array_equal(twice.score, 2 * profiles.score)
    assert np.array_equal(twice.days, 2 * profiles.days)
