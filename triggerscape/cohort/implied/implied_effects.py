"""Implied truth: what the planted effects come to on the scales the pipeline reports."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.special import expit

from triggerscape.cohort.days.exposures import CONTINUOUS, exposure
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.effects import FactorEffect
from triggerscape.cohort.implied.implied_therapies import started_at, therapy_rows
from triggerscape.cohort.population import Population
from triggerscape.cohort.setting.draws import BoolArray, FloatArray, lagged
from triggerscape.cohort.truth import Truth

_NO_EFFECT = FactorEffect(1.0, lag=1)  # of a sign, on the day after it


@dataclass
class Sums:
    """Two sums over exposed at-risk days, added up over sites."""

    with_it: float = 0.0
    without_it: float = 0.0
    people: int = 0
    units: int = 0


def implied_effects(population: Population, *, clean_days: int = 3) -> pl.DataFrame:
    """One row per factor and therapy: planted effect and implied effect, with what it rests on.

    Factors: ``rate_ratio`` is the sum of onset probabilities on exposed at-risk days (the
    ``clean_days`` before them without migraine) over the same sum with that exposure's own part
    removed, all others as they were. Where the exposure is continuous, all at-risk days count, with
    half a unit more over half a unit less. Signs of an attack have no part of their own.
    Therapies: one row per leaf and group that anybody started, as ``therapy_rows`` gives them.
    """
    truth = population.truth
    signs = [code for code in truth.decoys if code not in truth.factors]
    factors = {code: Sums() for code in (*truth.factors, *signs)}
    started = []
    for world in population.worlds():
        at_risk = world.takes_part.copy()
        for lag in range(1, clean_days + 1):
            at_risk &= ~lagged(world.days.migraine, lag)
        for code, sums in factors.items():
            _add_factor(world, truth, code, at_risk, sums)
        started.append(started_at(world))
    rows = [_factor_row(truth, code, sums) for code, sums in factors.items()]
    found = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return pl.concat([found, therapy_rows(pl.concat(started))], how="diagonal")


_SCHEMA = {
    "kind": pl.String,
    "code": pl.String,
    "lag": pl.Int64,
    "planted_odds_ratio": pl.Float64,
    "planted_logit": pl.Float64,
    "rate_ratio": pl.Float64,
    "people": pl.Int64,
    "person_days": pl.Int64,
}


def _factor_row(truth: Truth, code: str, sums: Sums) -> tuple[object, ...]:
    effect = truth.factors.get(code, _NO_EFFECT)
    ratio = sums.with_it / sums.without_it if sums.without_it else None
    planted = (effect.lag, effect.odds_ratio, effect.logit)
    return ("factor", code, *planted, ratio, sums.people, sums.units)


def _add_factor(world: World, truth: Truth, code: str, at_risk: BoolArray, sums: Sums) -> None:
    lag = truth.factors.get(code, _NO_EFFECT).lag
    exposed = lagged(_exposure(world, code), lag)
    chosen = at_risk if code in CONTINUOUS else at_risk & (exposed > 0)
    odds = world.days.log_odds[chosen]
    slopes = world.slopes.get(code, np.zeros(world.people.size))
    own = np.broadcast_to(slopes, chosen.shape)[chosen]
    more = own / 2 if code in CONTINUOUS else 0.0
    sums.with_it += float(expit(odds + more).sum())
    sums.without_it += float(expit(odds + more - own).sum())
    sums.people += int(chosen.any(axis=0).sum())
    sums.units += int(chosen.sum())


def _exposure(world: World, code: str) -> FloatArray:
    """A factor as the engine saw it; a sign as it was recorded, after the attack."""
    around = world.around
    if code not in world.slopes:
        around = replace(around, values=world.values)
    return exposure(code, around)
