"""A7: a good guess against the prior, and the fit behind it against a library's."""

from __future__ import annotations

import numpy as np
import pytest
from random_blocks import KINDS, hidden, is_small, random_block
from scipy.optimize import lsq_linear
from unsafe_releases import table

from triggerscape.disclosure.attack.guess import guess, independent, nearest
from triggerscape.disclosure.attack.intervals import knowing_small
from triggerscape.disclosure.attack.linear.lines import lines_of
from triggerscape.disclosure.attack.linear.propagation import propagated

MOST_ADVANTAGE = 0.10


def test_the_prior_is_row_times_column_over_all():
    seen, _ = table([[3, 17, 30], [20, 40, 40], [27, 43, 80]], "11")
    prior = independent(seen, seen.low, seen.high)
    # Row 50, column 50, everybody 300.
    assert prior[seen.names.index("site S01, group G01")] == pytest.approx(50 * 50 / 300)


def test_what_follows_is_guessed_and_what_does_not_is_not():
    seen, counts = table([[3, 17, 30], [20, 40, 40], [27, 43, 80]], "11")
    assert guess(seen, counts, seen.is_hidden).right == 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_the_nearest_fit_is_that_of_a_library(kind: str):
    """The second way: bounded least squares of scipy, sums and slack of limits weighing heavily."""
    system, counts = random_block(51, kind, size=90)
    seen = hidden(system, counts, is_small(counts), mode="rounded")
    tight = propagated(lines_of(seen))
    prior = independent(seen, tight.low, tight.high)
    found = nearest(seen, prior, tight.low, tight.high)
    k, limits = seen.size, seen.limits.shape[0]
    heavy, weight = 1e4, np.sqrt(1.0 / (prior + 1.0))
    rows = np.zeros((k + seen.sums.shape[0] + limits, k + limits))
    rows[:k, :k] = np.diag(weight)
    rows[k : k + seen.sums.shape[0], :k] = heavy * seen.sums.toarray()
    rows[k + seen.sums.shape[0] :, :k] = heavy * seen.limits.toarray()
    rows[k + seen.sums.shape[0] :, k:] = heavy * np.eye(limits)
    right = np.concatenate([weight * prior, np.zeros(rows.shape[0] - k)])
    low = np.concatenate([tight.low - 1e-9, np.zeros(limits)])
    high = np.concatenate([tight.high + 1e-9, np.full(limits, np.inf)])
    library = lsq_linear(rows, right, (low, high), method="bvls", tol=1e-12).x[:k]
    assert np.abs(seen.sums @ found).max(initial=0) < 0.2
    assert (seen.limits @ found).max(initial=0) < 0.2
    # The library may stop short of the best fit; ours must be as near as that, and close to it.
    assert far(found, prior) <= far(library, prior) * 1.001
    assert np.median(np.abs(found - library)) < 0.05


def far(values: np.ndarray, prior: np.ndarray) -> float:
    """What both make small: squared distances from the prior, relative to its spread."""
    return float(((values - prior) ** 2 / (prior + 1.0)).sum())


@pytest.mark.parametrize("kind", KINDS)
def test_exact_totals_make_good_guesses_and_rounding_takes_them_away(kind: str):
    advantages = {"exact": [], "rounded": []}
    for seed in (52, 53, 54):
        system, counts = random_block(seed, kind, size=300)
        small = is_small(counts)
        for mode, found in advantages.items():
            seen = hidden(system, counts, small, mode=mode, base=10 if mode == "rounded" else 5)
            known = knowing_small(seen, small, 11) if mode == "rounded" else seen
            found.append(guess(known, counts, small).advantage)
    assert np.mean(advantages["rounded"]) <= MOST_ADVANTAGE
    assert np.mean(advantages["exact"]) > np.mean(advantages["rounded"]) + 0.05
