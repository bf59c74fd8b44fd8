"""Lists of words from yes-or-no columns, quickly: each combination is spelled out once."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.setting.draws import BoolArray


def chosen_words(chosen: dict[str, BoolArray]) -> pl.Series:
    """One list per row: the names whose array is true there, in alphabetical order."""
    names = sorted(chosen)
    code = np.zeros(len(chosen[names[0]]), dtype=np.int64)
    for place, name in enumerate(names):
        code += chosen[name].astype(np.int64) << place
    spelled = [
        [name for place, name in enumerate(names) if number >> place & 1]
        for number in range(2 ** len(names))
    ]
    return pl.Series("words", spelled, dtype=pl.List(pl.String)).gather(code)
