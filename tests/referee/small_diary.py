"""A small diary for comparing estimators: people of uneven length, some without any event."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa

FACTORS = ("stress", "alcohol", "pressure")


def small_diary(seed: int = 20260301, n_people: int = 120) -> pd.DataFrame:
    """Person-days with strata of ten days, three sites and factors on very different scales."""
    draw = np.random.default_rng(seed)
    days = draw.integers(1, 45, n_people)
    person = np.repeat(np.arange(n_people), days)
    level = draw.normal(-1.8, 0.6, n_people)
    frame = pd.DataFrame(
        {
            "person_id": person.astype("int64"),
            "stratum": np.concatenate([np.arange(length) // 10 for length in days]).astype("int32"),
            "site_code": np.array(["north", "south", "west"])[person % 3],
            "stress": draw.normal(4 + level[person], 2.0),
            "alcohol": (draw.random(len(person)) < 0.2).astype(float),
            "pressure": draw.normal(1013.0, 6.0, len(person)),
        }
    )
    drive = 0.1 * frame["stress"] + 0.4 * frame["alcohol"] - 0.02 * (frame["pressure"] - 1013)
    frame["outcome"] = draw.poisson(np.exp(level[person] - 0.6 + drive)).clip(max=3).astype(float)
    return frame


def batches_of(frame: pd.DataFrame, rows: int = 700) -> Callable[[], list[pa.RecordBatch]]:
    """A source that hands out the frame's rows in batches; NaN becomes NULL."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return lambda: table.to_batches(max_chunksize=rows)
