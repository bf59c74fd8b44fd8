"""Twelve sites, small to large, whose planted effects differ around a common mean."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from diary_world import DiaryWorld, draw_diary

MEAN = (0.4, 0.2, -0.2, 0.0, 0.0, 0.0)
FACTORS = DiaryWorld(MEAN, 1, 1).factors
SITE_PEOPLE = (40, 80, 300) * 4
N_DAYS = 90


def draw_sites(seed: int, *, spread: float) -> Callable[[], list[pa.RecordBatch]]:
    """A source; a site's log rate ratios are the means plus normal draws of sd ``spread``."""
    draw = np.random.default_rng([seed, 2026])
    tables = []
    first = 0
    for place, n_people in enumerate(SITE_PEOPLE):
        truth = tuple(float(value) for value in draw.normal(MEAN, spread))
        table = draw_diary(DiaryWorld(truth, n_people, N_DAYS), seed * 100 + place)
        person = pa.array(table["person_id"].to_numpy() + first)
        site = pa.array(np.full(table.num_rows, f"site {place:02d}"))
        tables.append(table.set_column(0, "person_id", person).set_column(1, "site_code", site))
        first += n_people
    whole = pa.concat_tables(tables)
    return whole.to_batches
