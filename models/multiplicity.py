"""False discoveries: q-values within one family of tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats


def q_values(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Benjamini-Hochberg adjusted p-values, in the order given.

    A factor without a p-value keeps None and does not count as a test of the family.
    """
    tested = [p_value for p_value in p_values if p_value is not None]
    if not tested:
        return (None,) * len(p_values)
    adjusted = iter(stats.false_discovery_control(np.array(tested), method="bh"))
    return tuple(None if p_value is None else float(next(adjusted)) for p_value in p_values)
