"""Fit every pair of factors: one scan tests all products, a full fit follows for those selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.multiplicity import q_values
from models.results import FactorEstimate, Support, estimated, not_estimable
from models.stream.block_stream import BlockStream
from models.stream.person_blocks import BatchSource
from models.stream.person_days import FloatArray, IndexArray
from models.triggers.likelihood.likelihood_sums import total_sums
from models.triggers.likelihood.newton import solved
from models.triggers.pairs.co_occurrence import CoOccurrence, co_occurrence
from models.triggers.pairs.excess import Excess, excess_attacks
from models.triggers.pairs.one_step import PairStep, pair_steps
from models.triggers.pairs.pair_block import pair_sums
from models.triggers.pairs.pair_sums import PairSums, Told, no_pair_sums
from models.triggers.within_person import PUBLICATION_GOAL, fit_within_person

FALSE_DISCOVERY_RATE = 0.10
FEWEST_PEOPLE = 20
FEWEST_ATTACKS = 10
MOST_FULL_FITS = 20
MOST_SCANS = 6
_NOT_TOLD = "the product cannot be told apart from the factors, or its people fit too exactly"


@dataclass(frozen=True, eq=False)
class PairFit:
    """One pair: its score test, its interaction, its excess, and how often its factors meet.

    ``test`` is the one-step estimate of the log interaction ratio with the p-value of the robust
    score test, ``interaction`` the published one: the full fit where ``is_full``. Its support
    counts people with a day with both, those days, and the attacks on them. ``co_occurrence`` is
    None where fewer than 20 people have such a day or one factor never comes without the other,
    ``excess`` where there is no interaction.
    """

    first: str
    second: str
    test: FactorEstimate
    q_value: float | None
    interaction: FactorEstimate
    is_full: bool
    excess: Excess | None
    co_occurrence: CoOccurrence | None


@dataclass(frozen=True, eq=False)
class _Ground:
    """The stream, the point where the factors alone fit best, and the factors in that model."""

    stream: BlockStream
    factors: tuple[str, ...]
    point: FloatArray
    kept: tuple[int, ...]
    reasons: dict[int, str]


def fit_pairs(
    source: BatchSource, factors: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> tuple[PairFit, ...]:
    """Test the product of each pair beside all ``factors``, in the order of ``pairs``.

    ``source`` as for ``fit_within_person``. q-values are Benjamini-Hochberg over all pairs with a
    test. Pairs at q 0.10 or below, at most the 20 with the smallest p, are fitted until they
    settle; the others keep the one step from no interaction, which is what the test looks at.

    A pair has no interaction where one of its factors has no estimate, where fewer than 20 people
    have a day with both or fewer than 10 attacks fell on such days, where one factor never comes
    without the other, or where the product is a combination of the factors.
    Memory: about 5 x factors numbers per pair; nothing per person.
    """
    places = np.array(
        [[list(factors).index(code) for code in pair] for pair in pairs], dtype=np.intp
    )
    with threadpool_limits(limits=1, user_api="blas"):
        ground = _ground(source, factors)
        sums = _scan(ground.stream, len(factors), places, ground.point)
        steps = pair_steps(sums, places, ground.point, ground.kept)
        tests = [
            _told(pair, step, _reason(ground, sums, places, place), _support(sums, place))
            for place, (pair, step) in enumerate(zip(pairs, steps, strict=True))
        ]
        adjusted = q_values([test.p_value for test in tests])
        full = {
            place: _settled(ground, places[[place]], steps[place])
            for place in _selected(tests, adjusted)
        }
    fits = []
    for place, (pair, test) in enumerate(zip(pairs, tests, strict=True)):
        settled = full.get(place)
        step = settled or steps[place]
        fits.append(
            PairFit(
                *pair,
                test=test,
                q_value=adjusted[place],
                interaction=_told(pair, step, test.reason, test.support),
                is_full=settled is not None,
                excess=_excess(sums, step, places[place], place) if not test.reason else None,
                co_occurrence=_meeting(sums, place),
            )
        )
    return tuple(fits)


def _ground(source: BatchSource, factors: Sequence[str]) -> _Ground:
    fit = fit_within_person(source, factors)
    sums = total_sums(fit.site_sums, len(factors))
    reasons = {place: e.reason for place, e in enumerate(fit.estimates) if e.reason}
    return _Ground(
        stream=BlockStream(source, factors, by_stratum=False, repeated=True),
        factors=tuple(factors),
        point=fit.expansion_point + solved(sums.information, sums.gradient, fit.kept),
        kept=fit.kept,
        reasons=reasons,
    )


def _scan(
    stream: BlockStream,
    n_factors: int,
    pairs: IndexArray,
    point: FloatArray,
    interaction: float = 0.0,
) -> PairSums:
    """Add up every block, in order."""
    total = no_pair_sums(n_factors, len(pairs))
    for load in stream.loaders():
        block = load()
        if len(block.outcome):
            total = total.plus(pair_sums(block, pairs, point, interaction))
    return total


def _reason(ground: _Ground, sums: PairSums, pairs: IndexArray, place: int) -> str:
    """Why the pair has no interaction; empty where it may have one."""
    for factor in pairs[place].tolist():
        if factor in ground.reasons:
            return f"{ground.factors[factor]}: {ground.reasons[factor]}"
    if sums.products.people[place] < FEWEST_PEOPLE:
        return f"fewer than {FEWEST_PEOPLE} people have a day with both"
    if sums.products.totals[Told.ATTACKS, place] < FEWEST_ATTACKS:
        return f"fewer than {FEWEST_ATTACKS} attacks fell on days with both"
    if _is_nested(sums, place):
        return "one of the two never comes without the other"
    return ""


def _told(
    pair: tuple[str, str], step: PairStep | None, reason: str, support: Support
) -> FactorEstimate:
    name = f"{pair[0]} x {pair[1]}"
    if reason or step is None:
        return not_estimable(name, reason or _NOT_TOLD, support)
    return estimated(name, step.interaction, float(np.sqrt(step.covariance[2, 2])), support)


def _support(sums: PairSums, place: int) -> Support:
    totals = sums.products.totals[:, place]
    return Support(
        n_people=int(sums.products.people[place]),
        n_person_days=int(totals[Told.DAYS]),
        n_events=int(np.rint(totals[Told.ATTACKS])),
        n_sites=sum(int(people[place] > 0) for people in sums.sites.values()),
    )


def _selected(tests: Sequence[FactorEstimate], adjusted: Sequence[float | None]) -> list[int]:
    """Places of the pairs to be fitted fully: the smallest p first, ties in the order given."""
    found = [
        (test.p_value, place)
        for place, (test, q_value) in enumerate(zip(tests, adjusted, strict=True))
        if test.p_value is not None and q_value is not None and q_value <= FALSE_DISCOVERY_RATE
    ]
    return [place for _, place in sorted(found)[:MOST_FULL_FITS]]


def _settled(ground: _Ground, pair: IndexArray, step: PairStep | None) -> PairStep | None:
    """Steps until the next is shorter than a tenth of an error; None when they do not settle."""
    for _ in range(MOST_SCANS):
        if step is None:
            return None
        at, interaction = step.coefficients, step.interaction
        sums = _scan(ground.stream, len(ground.factors), pair, at, interaction)
        (step,) = pair_steps(sums, pair, at, ground.kept, interaction)
        if step is not None and step.decrement < PUBLICATION_GOAL:
            return step
    return None


def _excess(sums: PairSums, step: PairStep | None, pair: IndexArray, place: int) -> Excess | None:
    if step is None:
        return None
    first, second = (float(step.coefficients[factor]) for factor in pair)
    means = sums.products.means[:, place] / sums.products.totals[Told.DAYS, place]
    return excess_attacks(
        (first, second, step.interaction),
        step.attack_rate,
        step.covariance,
        (float(means[0]), float(means[1])),
    )


def _is_nested(sums: PairSums, place: int) -> bool:
    """True where all days with one factor are days with both."""
    together = sums.products.totals[Told.DAYS, place]
    return bool(np.any(sums.products.days_with[:, place] == together))


def _meeting(sums: PairSums, place: int) -> CoOccurrence | None:
    if sums.products.people[place] < FEWEST_PEOPLE or _is_nested(sums, place):
        return None
    return co_occurrence(sums, place)
