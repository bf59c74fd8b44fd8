"""Months asked about, with what a model that had not seen them forecast of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from models.forecast.forecast_model import interval_around
from models.forecast.judging.conformal import conformal_limit
from models.forecast.learners.plain_rates import PLAIN

if TYPE_CHECKING:
    from models.forecast.judging.splits import Split
    from models.forecast.learners.plain_rates import Learner
    from models.forecast.person_months import Flags, Floats, PersonMonths


@dataclass(frozen=True)
class JudgedMonths:
    """Rows asked about: the forecast, its interval, and the plain forecasts of the same rows."""

    months: PersonMonths
    expected: Floats
    low: Floats
    high: Floats
    plain: dict[str, Floats]

    def rows(self, chosen: Flags) -> JudgedMonths:
        """Some of the rows."""
        return JudgedMonths(
            self.months.rows(chosen),
            self.expected[chosen],
            self.low[chosen],
            self.high[chosen],
            {name: expected[chosen] for name, expected in self.plain.items()},
        )


def forecast_unseen(months: PersonMonths, splits: Sequence[Split], learner: Learner) -> Floats:
    """What the learner forecasts of each row when a split asks about it; NaN where none does."""
    expected = np.full(len(months), np.nan)
    for split in splits:
        expected[split.asked] = learner(months.rows(split.learnt), months.rows(split.asked))
    return expected


def judged_months(
    months: PersonMonths,
    splits: Sequence[Split],
    expected: Floats,
    scores: Floats,
    nominal: float,
) -> JudgedMonths:
    """Every row that a split asks about, with its forecast and the plain ones beside it.

    ``scores`` are the conformal scores of all rows by models that saw nobody of theirs: the limit
    of a split comes from the rows it learnt from, and from no other.
    """
    low, high = np.full(len(months), np.nan), np.full(len(months), np.nan)
    for split in splits:
        limit = conformal_limit(scores[split.learnt], months.person[split.learnt], nominal)
        low[split.asked], high[split.asked] = interval_around(expected[split.asked], limit)
    plain = {name: forecast_unseen(months, splits, one) for name, one in PLAIN.items()}
    return JudgedMonths(months, expected, low, high, plain).rows(~np.isnan(expected))
