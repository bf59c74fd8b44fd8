"""Can somebody tell who was learnt from? The attack that compares how well each person is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from models.forecast.person_months import Flags, Floats, Integers


def membership_auc(lost: Floats, person: Integers, is_member: Flags) -> float:
    """Chance that of a learnt and an unlearnt person (or row) the learnt is met better.

    ``lost`` is the deviance of each row. The larger of two attacks: one who knows a month of each
    person, and one who knows all of them. 0.5 is a coin.
    """
    _, first, number = np.unique(person, return_index=True, return_inverse=True)
    mean_loss = np.bincount(number, lost) / np.bincount(number)
    return max(_auc(-lost, is_member), _auc(-mean_loss, is_member[first]))


def _auc(score: Floats, is_member: Flags) -> float:
    n, others = int(is_member.sum()), int((~is_member).sum())
    right = rankdata(score)[is_member].sum() - n * (n + 1) / 2
    return float(right / (n * others))
