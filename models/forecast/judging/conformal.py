"""Intervals that hold without a distribution: conformal, by people the forecast never saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models.forecast.forecast_model import MOST_DAYS

if TYPE_CHECKING:
    from models.forecast.person_months import Floats, Integers


def conformal_scores(rate: Floats, expected: Floats) -> Floats:
    """|y - mu| / sqrt(mu) of each row: counts scatter as the root of what is expected."""
    scores: Floats = np.abs(rate - expected) / np.sqrt(expected)
    return scores


def conformal_limit(scores: Floats, person: Integers, nominal: float) -> float:
    """The score that a ``nominal`` share of months stays within, for people not yet seen.

    The quantile at nominal (1 + 1/G) of the scores of G people (Lei et al. 2018, with people in
    place of rows: months of one person are no new evidence). With too few people for it every
    possible number of days is within.
    """
    people = len(np.unique(person))
    level = nominal * (1 + 1 / people)
    if level > 1:
        return MOST_DAYS**2
    return float(np.quantile(scores, level, method="higher"))
