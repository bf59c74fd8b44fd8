"""A9 between releases: the mean of those who joined, from two means and two counts.

With n people of mean m before, and d more now of whom all have mean M, those who joined have
M + n (M - m) / d. Rounding leaves n, d, m and M between bounds, and so the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from triggerscape.disclosure.attack.findings import Finding
from triggerscape.disclosure.attack.means import PINNED
from triggerscape.disclosure.chain.told import LINE
from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.rule import EFFECT_MEASURES

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray
    from triggerscape.disclosure.chain.released import Released
    from triggerscape.disclosure.chain.told import Told

MOST_DAYS = 28.0
_PER_WINDOW = "d/(28.d)"
_ADVICE = "Carry the row over from the earlier release, or print fewer decimals."


class Between(NamedTuple):
    """Lower and upper bounds (k each)."""

    low: FloatArray
    high: FloatArray


def mean_of_joined(people: Between, joined: Between, before: Between, now: Between) -> Between:
    """The smallest and largest mean (k) those who joined can have, in days of 28.

    ``people`` were there before, at least one joined, ``before`` and ``now`` bound the means. The
    answer rises with the later mean and falls with the earlier; it is monotone in people over
    joined, so that its ends lie at ends.
    """
    lows, highs = [], []
    for n in people:
        for d in joined:
            ratio = n / np.maximum(d, 1.0)
            lows.append(now.low + ratio * (now.low - before.high))
            highs.append(now.high + ratio * (now.high - before.low))
    least, most = np.min(lows, axis=0), np.max(highs, axis=0)
    return Between(np.clip(least, 0.0, MOST_DAYS), np.clip(most, 0.0, MOST_DAYS))


def means_told(
    earlier: Released, later: Released, then: Told, now: Told
) -> tuple[list[Finding], int]:
    """Findings about means of those who joined between two releases, and how many were tried.

    A success: by the counts 1 to threshold - 1 people joined and nobody need have left, and their
    mean is known to within 2 of 28 days. Means are those in days per 28.
    """
    measures = later.frames.get("pub.dim_measure")
    if measures is None:
        return [], 0
    days = measures.filter(pl.col("unit") == _PER_WINDOW)["measure_id"].to_list()
    found: list[Finding] = []
    tried = 0
    for name in sorted(later.frames):
        table = egress_of(name).table
        has_means = {"measure_id", "estimate", "n_people"} <= {*table.column_names}
        if not has_means or name not in earlier.frames:
            continue
        rows = _moved(earlier.frames[name], later.frames[name], table, days)
        rows = _with_people(_with_people(rows, then, "then"), now, "now")
        tried += rows.height
        told = _are_told(rows, table, later.rule.threshold)
        found += [
            Finding(
                "A9",
                row,
                f"Releases {earlier.release_id} and {later.release_id} together tell the mean of "
                f"the few people who joined {row}.",
                _ADVICE,
            )
            for row in rows[LINE].filter(pl.Series(told)).to_list()
        ]
    return found, tried


def _moved(
    then: pl.DataFrame, now: pl.DataFrame, table: Table, measures: list[str]
) -> pl.DataFrame:
    """Rows whose mean was printed in both releases and is another: line, the two means, counts."""
    key = list(table.key)
    if not {*key, "estimate", "n_people"} <= {*then.columns}:
        then = now.clear()
    is_mean = pl.col("measure_id").is_in(sorted({*measures} - EFFECT_MEASURES))
    both = now.filter(is_mean).join(then, on=key, suffix="_earlier")
    words = [pl.format(f"{k}={{}}", pl.col(k).cast(pl.String)) for k in key]
    return both.filter(pl.col("estimate") != pl.col("estimate_earlier")).select(
        pl.concat_str([pl.lit(table.name), *words, pl.lit("n_people")], separator=" ").alias(LINE),
        *(pl.col(c).cast(pl.Float64) for c in ("estimate", "estimate_earlier")),
        *(pl.col(c).cast(pl.Float64) for c in ("n_people", "n_people_earlier")),
    )


def _with_people(rows: pl.DataFrame, told: Told, when: str) -> pl.DataFrame:
    ends = told.lines.select(
        LINE, pl.col("low").alias(f"low_{when}"), pl.col("high").alias(f"high_{when}")
    )
    return rows.join(ends, on=LINE, how="inner", maintain_order="left")


def _are_told(rows: pl.DataFrame, table: Table, threshold: int) -> BoolArray:
    column = {name: rows[name].to_numpy() for name in rows.columns if name != LINE}
    people = Between(column["low_then"], column["high_then"])
    joined = Between(
        column["low_now"] - column["high_then"], column["high_now"] - column["low_then"]
    )
    decimals = table.column("estimate").decimals or 0
    means = []
    for mean, count in (("estimate_earlier", "n_people_earlier"), ("estimate", "n_people")):
        allowed = np.clip(np.floor(np.log10(np.maximum(column[count], 1.0))), 0, decimals)
        half = 0.5 * 10.0**-allowed
        means.append(Between(column[mean] - half, column[mean] + half))
    group = mean_of_joined(people, joined, *means)
    is_few = (joined.low >= 1) & (joined.high < threshold)
    return np.asarray(is_few & (group.high - group.low < PINNED * MOST_DAYS), np.bool_)
