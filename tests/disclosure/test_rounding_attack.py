"""An attacker with linear programming against hidden cells beside published totals.

The attacker knows the rule, sees every published count of a site x group table with row, column
and grand totals, and asks for the smallest and largest number of people a hidden cell can hold.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from burden_rows import burden
from scipy.optimize import linprog

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule

RULE = Rule(threshold=11, rounding_base=5)
SEEDS = range(1, 61)


def printed(counts: np.ndarray) -> list[tuple[str, int | None]]:
    rows = [{"n_people": int(count)} for count in counts.ravel()]
    frame = protect(burden(*rows), BURDEN_SITE_WINDOW, RULE)
    return list(frame.select("status", "n_people").iter_rows())


def interval(status: str, people: int | None) -> tuple[int, int]:
    """Which true counts print like this, found by trying them all."""
    return INTERVALS[(status, people)]


def _intervals() -> dict[tuple[str, int | None], tuple[int, int]]:
    counts = np.arange(0, 2000)
    found = pl.DataFrame(printed(counts), schema=["status", "people"], orient="row")
    bounds = found.with_columns(true=pl.Series(counts)).group_by("status", "people")
    rows = bounds.agg(low=pl.col("true").min(), high=pl.col("true").max()).iter_rows()
    return {(status, people): (low, high) for status, people, low, high in rows}


INTERVALS = _intervals()


def hidden_ranges(table: np.ndarray) -> list[tuple[int, int, int]]:
    """(true, smallest possible, largest possible) of every hidden cell of the inner table."""
    rows, columns = table.shape
    cells = np.eye(table.size).reshape(rows, columns, table.size)
    sums = [*cells.reshape(-1, table.size), *cells.sum(1), *cells.sum(0), cells.sum((0, 1))]
    system = np.array(sums)
    cells_seen = printed(system @ table.ravel())
    low, high = np.array([interval(*seen) for seen in cells_seen]).T
    limits = {"A_ub": np.vstack([system, -system]), "b_ub": np.concatenate([high, -low])}
    found = []
    for cell in range(table.size):
        if cells_seen[cell][0] != "c":
            continue
        target = system[cell]
        least = linprog(target, **limits, bounds=(0, None)).fun
        most = -linprog(-target, **limits, bounds=(0, None)).fun
        true = int(table.ravel()[cell])
        found.append((true, int(np.ceil(least - 1e-6)), int(np.floor(most + 1e-6))))
    return found


def test_what_a_printed_count_stands_for():
    assert interval("c", None) == (1, 10)
    assert interval("ok", 15) == (11, 17)
    assert interval("ok", 20) == (18, 22)
    assert interval("ok", 100) == (98, 102)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_cell_is_recovered_exactly(seed):
    table = np.random.default_rng(seed).negative_binomial(1.2, 0.06, size=(6, 5))
    ranges = hidden_ranges(table)
    assert len(ranges) >= 5
    assert all(least <= true <= most for true, least, most in ranges)
    assert [r for r in ranges if r[1] == r[2]] == []


def test_a_cell_that_exact_totals_give_away_stays_open():
    """The attack has something to find: from exact totals the one hidden cell is a subtraction."""
    table = np.array([[4, 30, 50], [40, 60, 20], [25, 35, 45]])
    assert table[0].sum() - 30 - 50 == 4
    # Printed 30, 50 and 85 stand for 28 to 32, 48 to 52 and 83 to 87: 83 - 84 to 87 - 76.
    assert hidden_ranges(table) == [(4, 1, 10)]


def test_known_limit_many_ones_under_a_total():
    """Rounding alone does not cover this; the protection step says so, the full gate must act."""
    table = np.ones((1, 22), dtype=int)
    assert all(least == most == 1 for _, least, most in hidden_ranges(table))
