"""Dominance: one person, or one site, of whom a row tells nearly everything.

Somebody who knows their own part of a total can take it away; where one part is nearly all of the
rest, the others are told. A row is unsafe by

- the p% rule: total - x1 - x2 < p x1, the second largest could guess the largest within p;
- the (n, k) rule: the n largest hold more than k of the total.

Limits are those of ACRO 1.0.2, ``default.yaml``: safe_pratio_p 0.10, safe_nk_n 2, safe_nk_k 0.90
(Green, Ritchie and Smith; the rules: Hundepool and others, Statistical Disclosure Control, 2012,
4.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    BoolArray = NDArray[np.bool_]
    FloatArray = NDArray[np.float64]

P, N, K = 0.10, 2, 0.90
_ALMOST = 1e-9
_ABOVE = "is_above_the_sites"


def dominated(
    facts: pl.DataFrame, *, p: float = P, n: int = N, k: float = K, of_sites: bool = True
) -> BoolArray:
    """Which rows of ``facts`` (rows,) one person, or one site, nearly makes up.

    By people's amounts where there are any and they add up to more than 0; by sites' people where
    ``of_sites`` and two sites or more stand behind the row: whether one is enough is for the rule
    that asks for three. ``n`` is 1 or 2: a row's two largest are all that is known of it.
    """
    if n not in (1, 2):
        raise ValueError("the (n, k) rule looks at the largest, or at the two largest")
    total, first, second = (
        _numbers(facts, name) for name in ("amount_total", "amount_1", "amount_2")
    )
    by_people = _unsafe(total, first, second, limits=(p, n, k))
    if not of_sites:
        return by_people
    people, largest, next_largest = (
        _numbers(facts, name) for name in ("people_behind", "site_people_1", "site_people_2")
    )
    by_sites = _unsafe(people, largest, next_largest, limits=(p, n, k))
    return by_people | (by_sites & (_numbers(facts, "sites_behind") >= 2))


def hide_dominated(
    frame: pl.DataFrame,
    facts: pl.DataFrame,
    *,
    site_column: str = "",
    above: str = "all",
    is_above: pl.Expr | None = None,
) -> pl.DataFrame:
    """The frame with status ``c`` where a row that was shown is dominated; ``facts`` row by row.

    Sites are looked at in rows above them: where ``is_above`` holds, an expression of the frame's
    columns; without it, all rows of a table without ``site_column``, and those whose value in it is
    ``above``. ValueError where the facts are of other rows.
    """
    if facts.height != frame.height:
        raise ValueError("facts are of other rows than the frame")
    if is_above is None:
        is_above = pl.col(site_column) == above if site_column else pl.lit(value=True)
    # In with_columns a constant is as long as the frame; select would give one row.
    looked_at = frame.with_columns(is_above.fill_null(value=False).alias(_ABOVE))[_ABOVE]
    unsafe = dominated(facts, of_sites=False) | (dominated(facts) & looked_at.to_numpy())
    is_shown = pl.col("status") == "ok"
    hidden = pl.when(is_shown & pl.Series(unsafe)).then(pl.lit("c")).otherwise(pl.col("status"))
    return frame.with_columns(hidden.alias("status"))


def _unsafe(
    total: FloatArray, first: FloatArray, second: FloatArray, *, limits: tuple[float, int, float]
) -> BoolArray:
    """By either rule; what is nothing at all is dominated by nobody."""
    p, n, k = limits
    largest = first + (second if n == 2 else 0.0)
    slack = _ALMOST * np.abs(total)
    is_unsafe = (total - first - second < p * first - slack) | (largest > k * total + slack)
    return np.asarray(is_unsafe & (total > 0))


def _numbers(facts: pl.DataFrame, name: str) -> FloatArray:
    return np.asarray(facts[name].cast(pl.Float64).fill_null(0.0).to_numpy(), dtype=np.float64)
