"""Attacks that would not have been without a factor, standardised over the days as they were.

An attack on a day with value x would have been exp(-b (x - r)) times as likely at r, what the
factor is set to on a day without it; days below r keep what they have. So of the attacks seen

    A = sum over attacks of 1 - exp(-b (x - r)+)

would not have been: factual minus counterfactual attacks at everybody's own level, other factors
as they were (Bruzzi and others, Am J Epidemiol 1985;122:904). A below 0 counts attacks prevented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.stream.person_blocks import person_blocks
from models.stream.person_days import FloatArray, PersonDays, read_person_days
from models.triggers.absolute.person_scores import person_scores
from models.triggers.adjustment.set_fits import ColumnReader, SetFit
from models.triggers.likelihood.likelihood_sums import total_sums
from models.triggers.likelihood.newton import solved

# What is summed over people, in this order: attacks that would not have been, at-risk days with
# the factor known, attacks on them, exposed days, and the person's pull on the coefficient.
AVOIDED, DAYS, ATTACKS, EXPOSED, PULL = range(5)


@dataclass(frozen=True, eq=False)
class AttributableSums:
    """Sums over people of the five numbers above, (5,), and of their products, (5, 5).

    ``slope`` is the derivative of the avoided attacks by the coefficient. ``n_people`` have a day
    with the factor known, ``n_exposed`` an exposed day, ``n_struck`` an attack on an exposed day.
    """

    total: FloatArray
    products: FloatArray
    slope: float
    n_people: int
    n_exposed: int
    n_struck: int
    n_sites: int


def attributable_sums(
    read: ColumnReader, one: SetFit, levels: Mapping[str, float]
) -> dict[str, AttributableSums]:
    """The sums of every factor the fit answers for that has a level without it, in one scan.

    ``levels`` are by factor code. The coefficient is that of the fit, the pull of a person on it
    the person's score times the inverse information: days of the fit need every column known, the
    other sums every day with this factor known. Memory depends on neither days nor people.
    """
    codes = [code for code in one.answers_for if code in levels]
    places = [one.columns.index(code) for code in codes]
    coefficients, inverse = _expansion(one)
    total = np.zeros((len(codes), 5))
    products = np.zeros((len(codes), 5, 5))
    slope = np.zeros(len(codes))
    people = np.zeros((len(codes), 3), dtype=np.int64)
    sites: list[set[str]] = [set() for _ in codes]
    for batch in person_blocks(read(one.columns)()):
        days = read_person_days(batch, one.columns)
        pulls = inverse @ person_scores(days, coefficients)
        for k, (code, place) in enumerate(zip(codes, places, strict=True)):
            sums, steepness = _by_person(days, place, levels[code], coefficients[place])
            sums[PULL] = pulls[place]
            total[k] += sums.sum(axis=1)
            products[k] += sums @ sums.T
            slope[k] += steepness.sum()
            is_there = sums[DAYS] > 0
            people[k] += (is_there.sum(), (sums[EXPOSED] > 0).sum(), (steepness > 0).sum())
            seen = np.unique(days.site[days.person_starts][is_there])
            sites[k].update(days.sites[site] for site in seen)
    return {
        code: AttributableSums(
            total=total[k],
            products=products[k],
            slope=float(slope[k]),
            n_people=int(people[k, 0]),
            n_exposed=int(people[k, 1]),
            n_struck=int(people[k, 2]),
            n_sites=len(sites[k]),
        )
        for k, code in enumerate(codes)
    }


def _by_person(
    days: PersonDays, place: int, level: float, coefficient: float
) -> tuple[FloatArray, FloatArray]:
    """The sums of each person (5, people), the last left 0, and the slope of the first (people,).

    The slope is above 0 exactly for people with an attack on an exposed day.
    """
    value = days.exposures[place]
    known = ~np.isnan(value) & ~np.isnan(days.outcome)
    above = np.where(known, np.maximum(value - level, 0.0), 0.0)
    attack = np.where(known, days.outcome, 0.0)
    without = np.exp(-coefficient * above)
    by_day = np.vstack(
        [
            attack * (1 - without),
            known,
            attack,
            above > 0,
            np.zeros(len(value)),
            attack * above * without,
        ]
    )
    by_person = np.add.reduceat(by_day, days.person_starts, axis=1)
    return by_person[:5], by_person[5]


def _expansion(one: SetFit) -> tuple[FloatArray, FloatArray]:
    """The coefficients of a fit and the inverse of its information, zero outside the model."""
    fit = one.fit
    sums = total_sums(fit.site_sums, len(one.columns))
    step = solved(sums.information, sums.gradient, fit.kept)
    inverse = np.zeros_like(sums.information)
    inside = np.ix_(fit.kept, fit.kept)
    inverse[inside] = np.linalg.inv(sums.information[inside])
    return fit.expansion_point + step, inverse
