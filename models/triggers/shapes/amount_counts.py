"""How many days each amount was recorded on, over everybody, gathered in one scan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_blocks import BatchSource, person_blocks
from models.stream.person_days import FloatArray, read_person_days


@dataclass(frozen=True, eq=False)
class AmountCounts:
    """The distinct amounts recorded, ascending, and the days each was recorded on."""

    amounts: FloatArray
    days: npt.NDArray[np.int64]

    def quantile(self, share: float, *, above: float = -np.inf) -> float:
        """The smallest amount that ``share`` of the days above ``above`` do not exceed."""
        chosen = self.amounts > above
        reached = np.cumsum(self.days[chosen])
        place = int(np.searchsorted(reached, share * reached[-1]))
        return float(self.amounts[chosen][place])


def count_amounts(source: BatchSource, columns: Sequence[str]) -> dict[str, AmountCounts]:
    """Count each column over days with a known outcome; one scan for all of them.

    Memory: one number per distinct amount. Amounts are whole minutes, tenths, millilitres, so they
    are few. Raises ValueError as ``read_person_days`` does.
    """
    seen: dict[str, Counter[float]] = {name: Counter() for name in columns}
    for table in person_blocks(source()):
        days = read_person_days(table, columns)
        for name, values in zip(columns, days.exposures, strict=True):
            known = values[~np.isnan(values) & ~np.isnan(days.outcome)]
            amounts, counts = np.unique(known, return_counts=True)
            for amount, count in zip(amounts.tolist(), counts.tolist(), strict=True):
                seen[name][amount] += count
    return {name: _ascending(counter) for name, counter in seen.items()}


def _ascending(counter: Counter[float]) -> AmountCounts:
    pairs = sorted(counter.items())
    return AmountCounts(
        np.array([amount for amount, _ in pairs], dtype=np.float64),
        np.array([count for _, count in pairs], dtype=np.int64),
    )
