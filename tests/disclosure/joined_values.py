"""Many groups that one person joins between two releases, and a reader who wants their days.

The reader knows that one person joined and nobody else came, left or told otherwise. With a mean m
over n people before and M over n + 1 now, the person's days are M + n (M - m). Without a release
that changed, the best guess is the mean of the group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from chain_rows import NEXT, RULE, STUDY, STUDY_EGRESS

from triggerscape.disclosure.chain.hold import hold
from triggerscape.disclosure.protect import protect


@dataclass(frozen=True)
class Groups:
    """Groups (k) of ``people`` whose days add up to ``total``."""

    people: np.ndarray
    total: np.ndarray

    def frame(self) -> pl.DataFrame:
        """The true rows of the groups."""
        k = self.people.size
        names = [n for n in STUDY.column_names if n not in {"release_id", "as_of_date"}]
        return (
            pl.DataFrame(
                {
                    "site_id": [f"{number:05d}" for number in range(k)],
                    "n_people": self.people,
                    "estimate": self.total / self.people,
                }
            )
            .with_columns(
                pl.lit("g").alias("group_id"),
                pl.lit("mmd_mean").alias("measure_id"),
                pl.lit(None, pl.Float64).alias("ci_low"),
                pl.lit(None, pl.Float64).alias("ci_high"),
                pl.lit(None, pl.Int64).alias("n_days"),
                pl.lit(3, pl.Int64).alias("n_sites"),
                pl.lit("ok").alias("status"),
            )
            .select(names)
        )


def groups(draw: np.random.Generator, k: int) -> Groups:
    """Groups of 11 to 120 people with 0 to 28 days each."""
    people = draw.integers(11, 121, k)
    return Groups(people, np.array([draw.integers(0, 29, n).sum() for n in people]))


def guess(then: pl.DataFrame, now: pl.DataFrame) -> np.ndarray:
    """The reader's best guess of the days of the one who joined, by group."""
    n, m, now_m = (
        frame[name].to_numpy().astype(np.float64)
        for frame, name in ((then, "n_people"), (then, "estimate"), (now, "estimate"))
    )
    worked_out = np.clip(now_m + n * (now_m - m), 0, 28)
    # A row that did not change says nothing of the one who joined.
    return np.where(then["estimate"].eq_missing(now["estimate"]).to_numpy(), now_m, worked_out)


def hit(guessed: np.ndarray, days: np.ndarray) -> float:
    """Share of guesses within a day."""
    return float(np.mean(np.abs(guessed - days) <= 1.0))


def as_held(now: pl.DataFrame, before: pl.DataFrame, changed: np.ndarray) -> pl.DataFrame:
    """What leaves after ``before`` when so many people changed in each group."""
    known = before.select("site_id", "group_id").with_columns(
        changed=pl.Series(changed, dtype=pl.Int64),
        is_exact=pl.lit(value=True),
        is_newest=pl.lit(value=True),
    )
    name = STUDY.name
    frames, _ = hold(
        {name: protect(now, STUDY, RULE)},
        {name: before},
        {name: known},
        {name: STUDY_EGRESS},
        RULE,
        batch=NEXT,
    )
    return frames[name]


def first_release(now: pl.DataFrame) -> pl.DataFrame:
    """Protected rows as the first release has them."""
    return protect(now, STUDY, RULE).with_columns(
        release_id=pl.lit("1"), as_of_date=pl.lit(NEXT.before_through)
    )
