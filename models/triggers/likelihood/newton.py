"""Newton steps and the sandwich variance, over the factors that are in the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

from models.stream.person_days import FloatArray
from models.triggers.likelihood.likelihood_sums import LikelihoodSums

SLACK = 1e-12  # share of the log-likelihood that is rounding
FEW_PEOPLE = 10  # for each factor: below, the factors may fit every attack between them
FAST = 0.2  # near a top a step has far less to go than the one before; without one, 1/e of it
MOST_SLOW = 5
SURE = 1e-6  # with few people a look costs little, and a decrement can fall fast once by chance
ROUNDING = 1e-14  # a decrement that is nothing but rounding
VANISHING = 1e-12  # share of the model's variance below which the sandwich is rounding


class Ascent:
    """A climb by Newton steps: the best point seen so far, its sums, and the step still to take.

    ``decrement`` g' H^-1 g is the squared length of that step in model standard errors. A step that
    lowers the likelihood is halved: from far away a full Newton step overshoots a strong rare
    factor, and beyond it the likelihood is flat.
    """

    def __init__(self, point: FloatArray, sums: LikelihoodSums, kept: tuple[int, ...]) -> None:
        """Begin at ``point``, where ``sums`` were taken; only the ``kept`` factors move."""
        self.kept = kept
        self.is_wary = sums.n_people < FEW_PEOPLE * len(kept)
        self.decrement, self._fell, self._slow = np.inf, 1.0, 0
        self._stand(point, sums)

    def _stand(self, point: FloatArray, sums: LikelihoodSums) -> None:
        before = self.decrement
        self.point, self.sums = point, sums
        self.step = solved(sums.information, sums.gradient, self.kept)
        self.decrement = float(sums.gradient @ self.step)
        self._fell = self.decrement / before if 0 < before < np.inf else 1.0
        is_slow = self.decrement < 1 and self._fell >= FAST
        self._slow = self._slow + 1 if is_slow else 0

    def is_there(self, goal: float) -> bool:
        """True at a top. With few people a short step is not enough: the steps must be dying out.

        Where factors fit every attack between them each step still has 1/e of the one before to
        go, for ever, and soon all look short.
        """
        if not self.is_wary:
            return self.decrement < goal
        dies_out = self.decrement <= ROUNDING or self._fell < FAST
        return dies_out and self.decrement < min(goal, SURE)

    @property
    def ahead(self) -> FloatArray:
        """Where the next look is to be taken; the estimate once the climb is over."""
        return self.point + self.step

    @property
    def runs_off(self) -> bool:
        """True where the likelihood keeps rising towards infinity: it has no top."""
        return self.is_wary and self._slow >= MOST_SLOW

    def see(self, sums: LikelihoodSums) -> None:
        """Go ahead if the sums there are no worse than those here, else take half the step."""
        here = self.sums.log_likelihood
        if sums.log_likelihood < here - SLACK * abs(here):
            self.step, self.decrement = self.step / 2, np.inf
        else:
            self._stand(self.ahead, sums)


def climb(
    look: Callable[[FloatArray], LikelihoodSums],
    start: FloatArray,
    sums: LikelihoodSums,
    kept: tuple[int, ...],
    *,
    goal: float,
    most_looks: int,
) -> Ascent:
    """Newton steps until the decrement is below ``goal``, in at most ``most_looks`` looks.

    Few days and many factors may have no top: then it ends as soon as that is seen.

    ``sums`` are those at ``start``.
    """
    ascent = Ascent(start, sums, kept)
    for _ in range(most_looks):
        if ascent.is_there(goal) or ascent.runs_off:
            break
        ascent.see(look(ascent.ahead))
    return ascent


def solved(information: FloatArray, gradient: FloatArray, kept: tuple[int, ...]) -> FloatArray:
    """H^-1 g over the factors in the model, (factors,), and zero for the others."""
    step = np.zeros(len(gradient))
    if kept:
        inside = _kept(information, kept)
        step[list(kept)] = linalg.solve(inside, gradient[list(kept)], assume_a="pos")
    return step


@dataclass(frozen=True, eq=False)
class Errors:
    """Covariance (kept, kept) over the factors in the model, and which of its errors mean nothing.

    ``vanishes`` (kept,) marks a factor whose people all fit exactly: their scores do not vary, so
    there is nothing to measure an error from.
    """

    covariance: FloatArray
    vanishes: npt.NDArray[np.bool_]


def sandwich(sums: LikelihoodSums, kept: tuple[int, ...]) -> Errors:
    """H^-1 M H^-1 x G / (G - 1) over the G people in the sums.

    The factor G / (G - 1) is the CR1 correction without its share for the number of factors.
    """
    if not kept:
        return Errors(np.zeros((0, 0)), np.zeros(0, dtype=np.bool_))
    bread = linalg.inv(_kept(sums.information, kept), assume_a="pos")
    variance = bread @ _kept(sums.meat, kept) @ bread
    variance = variance * (sums.n_people / max(sums.n_people - 1, 1))
    return Errors(variance, np.diag(variance) < VANISHING * np.diag(bread))


def _kept(matrix: FloatArray, kept: tuple[int, ...]) -> FloatArray:
    return matrix[np.ix_(kept, kept)]
