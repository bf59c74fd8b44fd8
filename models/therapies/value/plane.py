"""The cost-effectiveness plane: what A costs more than B, and the migraine days it avoids."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl
from threadpoolctl import threadpool_limits

from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference
from models.therapies.bracket.nuisances import Propensities
from models.therapies.bracket.overlap import inside_bounds, odds
from models.therapies.bracket.sides import AdjustedSide, adjusted_side
from models.therapies.outcomes import SHARED_BEFORE
from models.therapies.trial import COVARIATES, Trial, read_trial

DRAWS = 4000
HELD_ALIKE = (*COVARIATES, "month_index")


@dataclass(frozen=True, eq=False)
class Plane:
    """Both differences per starter of A over days 0 to 83, and draws of both together.

    ``cost`` is A minus B in the currency, ``avoided`` B minus A in migraine days: above 0 favours
    A. ``draws`` (DRAWS, 2) are cost and avoided of the same resampled people.
    """

    cost: Difference
    avoided: Difference
    draws: FloatArray

    @property
    def ratio(self) -> float:
        """Cost per migraine day avoided."""
        return self.cost.difference / self.avoided.difference

    @property
    def ratio_interval(self) -> tuple[float, float]:
        """The 95% percentile interval of the ratio.

        A draw in which no day is avoided has no finite price: infinite where it costs more, and
        minus infinite where it saves.
        """
        cost, avoided = self.draws.T
        ratios = np.where(avoided > 0, cost / np.where(avoided > 0, avoided, 1.0), np.inf)
        ratios = np.where((avoided <= 0) & (cost <= 0), -np.inf, ratios)
        low, high = np.quantile(ratios, [0.025, 0.975], method="inverted_cdf")
        return float(low), float(high)

    def worth(self, willing: float) -> float:
        """Share of draws in which the days avoided, at this price each, are worth the cost."""
        cost, avoided = self.draws.T
        return float(np.mean(willing * avoided - cost > 0))

    @property
    def quadrants(self) -> dict[str, float]:
        """Shares of draws that are cheaper or dearer, and better or worse; they add up to 1.

        Who is cheaper and better dominates, who is dearer and worse is dominated.
        """
        cost, avoided = self.draws.T
        cheaper, better = cost <= 0, avoided > 0
        return {
            "share_dominant": float(np.mean(cheaper & better)),
            "share_dearer_better": float(np.mean(~cheaper & better)),
            "share_cheaper_worse": float(np.mean(cheaper & ~better)),
            "share_dominated": float(np.mean(~cheaper & ~better)),
        }


def cost_and_days(people: pl.DataFrame, draws: np.random.Generator) -> Plane | None:
    """Both differences on the adjusted side of the bracket, from one propensity.

    ``people`` are rows of a trial, as ``read_trial`` takes them, with ``cost`` over days 0 to 83
    and mmd_0. Migraine days of the same 84 days are mmd_0 + 2 mmd_after. None when fewer than 50
    people of an arm remain.

    Draws resample people with all of their rows and repeat the two weighted means; the fitted
    nuisances stay. The estimate is orthogonal to them (Chernozhukov et al., Econom J 2018;21:C1),
    so to fit them again would move the draws by less than their own error.
    """
    known = people.filter(pl.col("mmd_0").is_not_null()).with_columns(
        days=pl.col("mmd_0") + 2 * pl.col("mmd_after")
    )
    if known.is_empty():
        return None
    held = [name for name in HELD_ALIKE if name in known.columns]
    before = [name for name in SHARED_BEFORE if name in known.columns]
    propensities = Propensities()
    with threadpool_limits(limits=1, user_api="blas"):
        costs = read_trial(known, held, outcome="cost", before=before)
        days = replace(costs, outcome=read_trial(known, outcome="days").outcome)
        of_cost, of_days = (adjusted_side(trial, propensities) for trial in (costs, days))
        if of_cost is None or of_days is None:
            return None
        signals = np.column_stack([_signal(costs, of_cost), -_signal(days, of_days)])
        kept = inside_bounds(of_cost.nuisances.propensity)
        drawn = resampled(signals, costs.arm[kept], costs.person_id[kept], draws)
    return Plane(of_cost.found, _turned(of_days.found), drawn)


def _signal(trial: Trial, side: AdjustedSide) -> FloatArray:
    """Per row inside the overlap, what its sum over starters of A is the difference of."""
    nuisances = side.nuisances
    kept = inside_bounds(nuisances.propensity)
    started = trial.arm[kept].astype(np.float64)
    residual = trial.outcome[kept] - nuisances.untreated[kept]
    return np.asarray(residual * (started - (1 - started) * odds(nuisances.propensity[kept])))


def resampled(
    signals: FloatArray,
    arm: npt.NDArray[np.int64],
    person_id: npt.NDArray[np.int64],
    draws: np.random.Generator,
) -> FloatArray:
    """DRAWS times as many people as there are, drawn with replacement, each with all their rows.

    ``signals`` (rows, k); gives (DRAWS, k): their sums over the number of starters drawn.
    """
    people, row_of = np.unique(person_id, return_inverse=True)
    size = len(people)
    by_person = [np.bincount(row_of, weights=column, minlength=size) for column in signals.T]
    starters = np.bincount(row_of, weights=(arm == 1).astype(np.float64), minlength=size)
    sums = np.column_stack([*by_person, starters])
    found = np.empty((DRAWS, signals.shape[1]))
    for number in range(DRAWS):
        times = np.bincount(draws.integers(0, size, size), minlength=size)
        *total, drawn = times @ sums
        found[number] = np.asarray(total) / drawn
    return found


def _turned(side: Difference) -> Difference:
    """The difference the other way round: days avoided out of days."""
    return replace(side, difference=-side.difference, ci_low=-side.ci_high, ci_high=-side.ci_low)
