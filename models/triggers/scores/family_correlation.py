"""How the estimates of a family of tests go together, even when they come from several models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.stream.person_days import FloatArray
from models.triggers.scores.person_influence import PersonInfluence


def family_correlation(members: Sequence[PersonInfluence]) -> FloatArray:
    """The correlation (tests, tests) of the estimates whose columns ``members`` hold, in order.

    Two models may rest on different people: somebody who moves only one of them adds nothing to
    how the two go together. Raises ValueError for an estimate that nobody moves.
    """
    everybody = np.unique(np.concatenate([member.person_id for member in members]))
    columns = np.zeros((len(everybody), sum(member.values.shape[1] for member in members)))
    first = 0
    for member in members:
        last = first + member.values.shape[1]
        columns[np.searchsorted(everybody, member.person_id), first:last] = member.values
        first = last
    products = columns.T @ columns
    size = np.sqrt(np.diag(products))
    if not np.all(size > 0):
        raise ValueError("nobody moves one of the estimates")
    return np.asarray(products / np.outer(size, size))
