"""One seed of one world: what every analysis says of A, beside what A does."""

from __future__ import annotations

import polars as pl
from therapy_naive import NAIVE
from therapy_world import COMPARATOR, DRAWN_FOR_EACH, NOTHING, WORLDS, draw_people, trial_of
from threadpoolctl import threadpool_limits

from models.therapies.bracket.bracket_results import Difference
from models.therapies.bracket.therapy_bracket import compare_therapies
from models.therapies.diagnostics.therapy_diagnostics import SMALLEST_WORTHWHILE
from models.therapies.therapy_verdicts import therapy_verdict
from models.therapies.trial import read_trial

ADJUSTED, CHANGE, BRACKET, PLACEBO = "adjusted side", "change side", "bracket", "change before"
COVARIATES = ("age_years", "is_female")


def seed_rows(world: str, people: int, seed: int) -> pl.DataFrame:
    """One row per comparator and analysis: interval, whether it is ``supported``, the ``truth``.

    The truth is the mean effect among starters of A, in migraine days per 28; of the change before
    the start it is 0. The bracket reaches from the lower to the upper end of both sides and is
    supported where the verdict says so, against nothing with its context named; any other analysis
    where its own interval lies beyond the margin.
    """
    everybody = draw_people(WORLDS[world], DRAWN_FOR_EACH * people, seed)
    drawn = {"world": world, "people": people, "seed": seed}
    rows = []
    for comparator in (NOTHING, COMPARATOR):
        pair = trial_of(everybody, comparator, people)
        truth = float(pair.filter(arm=1)["effect"].mean())
        for analysis, found in _analyses(pair, is_no_start=comparator == NOTHING).items():
            own_truth = 0.0 if analysis == PLACEBO else truth
            rows.append(
                drawn
                | {"comparator": comparator, "analysis": analysis, "truth": own_truth}
                | found
                | {"n_started": int(pair["arm"].sum()), "n_compared": int((pair["arm"] == 0).sum())}
            )
    return pl.DataFrame(rows)


def _analyses(pair: pl.DataFrame, *, is_no_start: bool) -> dict[str, dict[str, float | bool]]:
    trial = read_trial(pair, COVARIATES)
    estimate = compare_therapies(trial)
    sides = {ADJUSTED: estimate.adjusted, CHANGE: estimate.change}
    low = min(side.ci_low for side in sides.values())
    high = max(side.ci_high for side in sides.values())
    is_supported = therapy_verdict(estimate, is_no_start=is_no_start).code.is_supported
    with threadpool_limits(limits=1, user_api="blas"):
        single = {name: analysis(trial) for name, analysis in NAIVE.items()}
    found = {BRACKET: _row((low + high) / 2, low, high, supported=is_supported)}
    singles = {**sides, PLACEBO: estimate.placebo, **single}
    return found | {name: _of(side) for name, side in singles.items()}


def _of(side: Difference) -> dict[str, float | bool]:
    is_beyond = side.ci_low > SMALLEST_WORTHWHILE or side.ci_high < -SMALLEST_WORTHWHILE
    return _row(side.difference, side.ci_low, side.ci_high, supported=is_beyond) | {
        "standard_error": side.standard_error
    }


def _row(estimate: float, low: float, high: float, *, supported: bool) -> dict[str, float | bool]:
    return {"estimate": estimate, "ci_low": low, "ci_high": high, "supported": supported}
