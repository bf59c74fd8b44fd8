"""How likely a person's attacks are under any effect of one factor on that person.

With everything else at the pooled estimate, a person whose log rate ratio lies ``effect`` above the
pooled one has the conditional log-likelihood

    l(effect) = [ score x effect - n log sum_t (mu_t / n) exp(effect (x_t - m)) ] / dispersion

The sum over days is replaced by two days with the same mean, variance and skewness (the two-point
Gauss rule). For a yes-or-no factor those two are the days with and without it, and l is exact; for
a factor in steps it is right to the third order. No quadratic is fitted: a person with three
attacks on rare days is as well described as one with fifty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from models.stream.person_days import FloatArray
from models.triggers.people.person_evidence import PersonEvidence

NEGLIGIBLE = 1e-9


@dataclass(frozen=True, eq=False)
class OwnLikelihood:
    """The people whose diaries speak about one factor; arrays are (people,).

    ``share`` of the expected attacks falls on days ``above`` the mean exposure, the others on days
    ``below`` it, both as distances from it.
    """

    score: FloatArray
    attacks: FloatArray
    dispersion: FloatArray
    share: FloatArray
    above: FloatArray
    below: FloatArray

    @property
    def information(self) -> FloatArray:
        """Information about the person's own effect, at the pooled estimate."""
        return self.attacks * self.share * self.above**2 / (1 - self.share) / self.dispersion

    def log_likelihood(self, effect: FloatArray) -> FloatArray:
        """The log-likelihood l (people, effects), relative to no departure from the pooled effect.

        ``effect`` is (effects,), the same for everybody, or (people, effects).
        """
        return self._level(effect, self._log_odds(effect))

    def with_slopes(self, effect: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The log-likelihood l and its first and second derivative, each (people, effects)."""
        odds = self._log_odds(effect)
        on_high = special.expit(odds)
        apart = (self.above + self.below)[:, np.newaxis]
        attacks = (self.attacks / self.dispersion)[:, np.newaxis]
        pull = attacks * apart * on_high
        first = (self.score / self.dispersion)[:, np.newaxis] - pull
        first += attacks * self.below[:, np.newaxis]
        return self._level(effect, odds), first, -pull * (1 - on_high) * apart

    def highest(self) -> FloatArray:
        """The largest value of l (people,), reached at the person's own estimate or in the limit.

        It is n / dispersion times the Kullback-Leibler distance of the observed share of attacks on
        the days above from the expected one.
        """
        seen = (self.score / self.attacks + self.below) / (self.above + self.below)
        seen = np.clip(seen, 0.0, 1.0)
        distance = special.rel_entr(seen, self.share) + special.rel_entr(1 - seen, 1 - self.share)
        return np.asarray(self.attacks / self.dispersion * distance)

    def _log_odds(self, effect: FloatArray) -> FloatArray:
        """Log odds (people, effects) that an attack falls on the days above."""
        apart = (self.above + self.below)[:, np.newaxis]
        return np.asarray(special.logit(self.share)[:, np.newaxis] + effect * apart)

    def _level(self, effect: FloatArray, odds: FloatArray) -> FloatArray:
        attacks = (self.attacks / self.dispersion)[:, np.newaxis]
        linear = self.score / self.dispersion
        linear = linear[:, np.newaxis] + attacks * self.below[:, np.newaxis]
        growth = np.log1p(-self.share)[:, np.newaxis] + np.logaddexp(0.0, odds)
        return np.asarray(linear * effect - attacks * growth)


def own_likelihood(evidence: PersonEvidence, factor: int, *, excess: float = 1.0) -> OwnLikelihood:
    """The evidence on one factor, by its place, of the people whose exposure varied.

    ``excess`` widens what chance may do to a diary: see ``control_excess``.
    """
    there = np.flatnonzero(evidence.information[factor] > NEGLIGIBLE)
    attacks = evidence.attacks[there]
    variance = evidence.information[factor, there].astype(float) / attacks
    skewness = evidence.third[factor, there] / attacks / variance**1.5
    share = 0.5 * (1 - skewness / np.sqrt(4 + skewness**2))
    share = np.clip(share, NEGLIGIBLE, 1 - NEGLIGIBLE)
    return OwnLikelihood(
        score=evidence.score[factor, there].astype(float),
        attacks=attacks,
        dispersion=evidence.dispersion[there] * excess,
        share=share,
        above=np.sqrt(variance * (1 - share) / share),
        below=np.sqrt(variance * share / (1 - share)),
    )
