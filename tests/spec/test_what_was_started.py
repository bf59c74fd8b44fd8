"""What is compared with no start: leaves and groups that enough people newly started."""

from __future__ import annotations

import duckdb
import pytest
from small_tables import make_table

from flows.fits.therapy_trials import TherapyTrials

START = """
    person_id | therapy_id             | index_date | leaf                   | sessions_28
    1         | dry_needling           | 2026-03-02 | dry_needling           | 3
    1         | needling               | 2026-03-02 | dry_needling           | 3
    2         | dry_needling           | 2026-03-05 | dry_needling           | 1
    2         | needling               | 2026-03-05 | dry_needling           | 1
    3         | massage_medical        | 2026-03-02 | massage_medical        | 2
    3         | massage                | 2026-03-02 | massage_medical        | 2
    4         | massage_relaxation     | 2026-03-09 | massage_relaxation     | 2
    4         | massage                | 2026-03-09 | massage_relaxation     | 2
    5         | abortive_triptan       | 2026-03-09 | abortive_triptan       | ?
    6         | abortive_triptan       | 2026-03-09 | abortive_triptan       | ?
    5         | preventive_cgrp_mab    | 2026-03-09 | preventive_cgrp_mab    | 0
    6         | preventive_cgrp_mab    | 2026-03-09 | preventive_cgrp_mab    | 0
"""


@pytest.mark.parametrize(
    ("fewest", "compared"),
    [
        (1, ["dry_needling", "massage", "massage_medical", "massage_relaxation"]),
        (2, ["dry_needling", "massage"]),
        (3, []),
    ],
)
def test_a_group_of_one_leaf_is_that_leaf_and_an_acute_drug_is_no_therapy(
    fewest: int, compared: list[str]
) -> None:
    """The supply of a preventive drug has no sessions, and is a therapy all the same."""
    with duckdb.connect() as con:
        make_table(con, "trials.start", START)
        found = TherapyTrials(con, []).started(fewest)
    assert found == sorted([*compared, *(["preventive_cgrp_mab"] if fewest <= 2 else [])])
