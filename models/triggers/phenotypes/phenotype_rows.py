"""Kinds of people as rows of estimates.phenotype: one per group, factor and measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
import polars as pl

from models.results import Status
from models.stream.person_days import FloatArray
from models.triggers.phenotypes.group_label import group_label
from models.triggers.phenotypes.mixture_errors import MixtureErrors
from models.triggers.phenotypes.person_profiles import Profiles
from models.triggers.phenotypes.phenotype_fit import PhenotypesFound
from models.triggers.phenotypes.supported_groups import Phenotypes

EVERYBODY = "everybody"
WINDOW_DAYS = 28


class PhenotypeVerdict(StrEnum):
    """Whether people fall into groups."""

    GROUPS = "groups_supported"
    NO_GROUPS = "no_groups_supported"
    NOT_ESTIMABLE = "not_estimable"


@dataclass(frozen=True)
class _Value:
    """One number with its interval: about a factor, or about a group where ``trigger`` is empty."""

    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    trigger: str = ""
    reason: str = ""


@dataclass(frozen=True)
class _Group:
    """A group with a word for it, and the people, days and attacks that are expected in it."""

    code: str
    label: str
    n_people: int
    n_days: int
    n_attacks: int


def phenotype_rows(found: PhenotypesFound, outcome: str) -> pl.DataFrame:
    """The rows of one outcome; rate ratios and spreads on the log scale.

    Groups where they are supported, else everybody with a mean and a spread per factor. Everything
    is a sum over people weighted by their memberships: nobody is put into a group.
    """
    rows = [_row(found, group, value, outcome) for group, value in _values(found)]
    return pl.DataFrame(rows, infer_schema_length=None)


def _values(found: PhenotypesFound) -> Iterator[tuple[_Group, _Value]]:
    phenotypes, profiles, errors = found.phenotypes, found.profiles, found.errors
    if phenotypes is None or profiles is None or errors is None:
        nobody = _Group(EVERYBODY, "Everybody", 0, 0, 0)
        yield nobody, _Value("stability", None, reason=found.reason)
        return
    mixture = phenotypes.mixture
    whole = _Group(
        EVERYBODY,
        "Everybody",
        len(profiles.attacks),
        int(profiles.days.sum()),
        int(profiles.attacks.sum()),
    )
    yield whole, _stability(phenotypes)
    if mixture.n_groups == 1:
        for value in _everybody(found, phenotypes, errors):
            yield whole, value
        yield whole, _attacks(profiles, np.ones(len(profiles.attacks)))
        return
    mean = mixture.weights @ mixture.means
    labels = [found.pooled.factors[place].label for place in found.places]
    for place in range(mixture.n_groups):
        member = mixture.memberships[:, place]
        group = _Group(
            f"group_{place + 1}",
            group_label(mixture.means[place] - mean, errors.means[place], labels),
            round(float(member.sum())),
            round(float(member @ profiles.days)),
            round(float(member @ profiles.attacks)),
        )
        share, error = float(mixture.weights[place]), float(errors.weights[place])
        yield (
            group,
            _Value(
                "share_people",
                share,
                max(share - 1.96 * error, 0.0),
                min(share + 1.96 * error, 1.0),
            ),
        )
        yield group, _attacks(profiles, member)
        for value in _rate_ratios(found, mixture.means[place], errors.means[place]):
            yield group, value


def _everybody(
    found: PhenotypesFound, phenotypes: Phenotypes, errors: MixtureErrors
) -> Iterator[_Value]:
    """The continuous profile: a mean and a spread per factor."""
    yield from _rate_ratios(found, phenotypes.one.means[0], errors.means[0])
    for place, variance, error in zip(
        found.places, phenotypes.one.variance, errors.variance, strict=True
    ):
        code = found.pooled.factors[place].code
        if np.isnan(error):
            yield _Value("rate_ratio_spread", None, trigger=code, reason="no spread was found")
            continue
        low, high = (sqrt(max(variance + side * 1.96 * error, 0.0)) for side in (-1, 1))
        yield _Value("rate_ratio_spread", sqrt(variance), low, high, code)


def _rate_ratios(found: PhenotypesFound, mean: FloatArray, error: FloatArray) -> Iterator[_Value]:
    for place, departure, own_error in zip(found.places, mean, error, strict=True):
        value = float(found.pooled.coefficients[place] + departure)
        reach = 1.96 * float(own_error)
        code = found.pooled.factors[place].code
        yield _Value("rate_ratio", value, value - reach, value + reach, code)


def _attacks(profiles: Profiles, member: FloatArray) -> _Value:
    """Attacks per 28 at-risk days, its error over people by linearisation of the ratio."""
    days = float(member @ profiles.days)
    rate = float(member @ profiles.attacks) / days
    apart = member * (profiles.attacks - rate * profiles.days)
    reach = 1.96 * sqrt(float(apart @ apart)) / days
    return _Value(
        "attacks_per_28_days",
        WINDOW_DAYS * rate,
        WINDOW_DAYS * max(rate - reach, 0.0),
        WINDOW_DAYS * (rate + reach),
    )


def _stability(phenotypes: Phenotypes) -> _Value:
    reason = "no interval: one agreement between two halves of the same days"
    if phenotypes.stability is None:
        reason = "no groups to be stable"
    return _Value("stability", phenotypes.stability, reason=reason)


def _row(found: PhenotypesFound, group: _Group, value: _Value, outcome: str) -> dict[str, object]:
    verdict, rule = PhenotypeVerdict.NOT_ESTIMABLE, found.reason
    if found.phenotypes is not None:
        grouped = found.phenotypes.mixture.n_groups > 1
        verdict = PhenotypeVerdict.GROUPS if grouped else PhenotypeVerdict.NO_GROUPS
        rule = found.phenotypes.reason
    known = value.value is not None
    return {
        "phenotype_id": group.code,
        "outcome_id": outcome,
        "trigger_id": value.trigger,
        "measure_id": value.measure,
        "label": group.label,
        "status": str(Status.ESTIMATED if known else Status.NOT_ESTIMABLE),
        "reason": value.reason,
        "value": value.value,
        "ci_low": value.low,
        "ci_high": value.high,
        "n_people": group.n_people,
        "n_people_in_all": found.n_people_in_all,
        "n_days": group.n_days,
        "n_attacks": group.n_attacks,
        "n_sites": found.n_sites,
        "verdict": str(verdict),
        "verdict_rule": rule,
    }
