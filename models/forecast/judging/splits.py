"""Who is learnt from and who is asked: three honest splits, and the one that flatters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from models.therapies.bracket.folds import person_folds

if TYPE_CHECKING:
    from models.forecast.person_months import Flags, Integers, PersonMonths

HELD_OUT_PEOPLE = "held-out people"
FORWARD = "forward in time"
LEFT_OUT_SITES = "left-out sites"
ROWS_AT_RANDOM = "rows at random"
EMBARGO = 1
"""Windows between the last outcome learnt from and the first window asked about."""
_ASKED_SHARE = 0.4
_FEWEST_LEARNT = 100


@dataclass(frozen=True)
class Split:
    """Flags of the rows learnt from, and of the rows asked about."""

    learnt: Flags
    asked: Flags


def people_splits(months: PersonMonths, folds: int) -> list[Split]:
    """Each person is asked about once, by a model that never saw a month of theirs."""
    fold = person_folds(months.person, np.zeros(len(months), dtype=np.int64), folds)
    return _one_by_one(fold)


def forward_splits(months: PersonMonths, folds: int) -> list[Split]:
    """The last two fifths of the windows, block after block, each learnt from what came before.

    A row asked about at the end of window w knows w. What is learnt from then are rows whose
    outcome lies more than the embargo before w: at w - 2 - EMBARGO at the latest.
    """
    windows = np.unique(months.window)
    first = windows[min(int(len(windows) * (1 - _ASKED_SHARE)), len(windows) - 1)]
    blocks = np.array_split(windows[windows >= first], min(folds, 2))
    found = []
    for block in blocks:
        if not block.size:
            continue
        learnt = months.window + 1 + EMBARGO < block[0]
        asked = (months.window >= block[0]) & (months.window <= block[-1])
        if learnt.sum() >= _FEWEST_LEARNT and asked.any():
            found.append(Split(learnt, asked))
    return found


def site_splits(months: PersonMonths, folds: int) -> list[Split]:
    """Each site is asked about once, by a model that never saw it; sites go out in turn."""
    sites, number = np.unique(months.site, return_inverse=True)
    if len(sites) < 2:
        return []
    return _one_by_one(number % min(folds, len(sites)))


def random_splits(months: PersonMonths, folds: int, seed: int) -> list[Split]:
    """Rows drawn at random: months of the same person stand on both sides."""
    fold = np.random.default_rng(seed).permutation(len(months)) % folds
    return _one_by_one(fold)


def _one_by_one(fold: Integers) -> list[Split]:
    return [Split(fold != one, fold == one) for one in np.unique(fold)]
