"""The outcomes of a comparison: what is counted, from what it changes, what would be worthwhile."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from models.therapies.trial import COVARIATES, Trial, read_trial

EARLY = "early"
FEWEST_DAYS = 4
"""Attack days per 28 from which a person can respond; an assumption, the trials' usual entry."""
FOLLOW_UP, ASKED_ABOUT, ON_IT = (28, 83), (0, 139), (0, 83)


@dataclass(frozen=True)
class Outcome:
    """One outcome of a comparison.

    ``after`` is its column. ``before`` is the same counted or asked before time zero, held alike on
    the adjusted side beside the three months of attack days. ``since`` is what the change side
    counts from: the windows ``EARLY``, before the dip; a column where no earlier month is known; or
    nothing, where the outcome is a change in itself. ``smallest_worthwhile`` is in the unit of the
    outcome, None where nothing says it. ``fall`` makes it a response: a fall of attack days by this
    share or more. ``days`` are the first and last after time zero that it tells of.
    """

    measure_id: str
    after: str
    before: str = ""
    since: str = ""
    smallest_worthwhile: float | None = None
    fall: float | None = None
    only_active: bool = False
    days: tuple[int, int] = FOLLOW_UP

    @property
    def is_asked(self) -> bool:
        """True for a questionnaire, which has no days behind it."""
        return self.days == ASKED_ABOUT


HEADLINE = Outcome("mmd_difference", "mmd_after", since=EARLY, smallest_worthwhile=0.5)
FURTHER = (
    Outcome("headache_day_difference", "headache_after", "headache_before", "headache_before"),
    Outcome("severe_day_difference", "severe_after", "severe_before", "severe_before"),
    Outcome("acute_drug_day_difference", "acute_after", "acute_before", "acute_before"),
    # Between groups: Smelt 2014, Houts 2020; within a person it is 2.5 or more.
    Outcome("hit6_difference", "hit6_after", "hit6_before", "hit6_before", 1.5, days=ASKED_ABOUT),
    # Carvalho 2021; within a person, and weakly anchored: no value between groups is known.
    Outcome(
        "midas_difference", "midas_after", "midas_before", "midas_before", 4.5, days=ASKED_ABOUT
    ),
    # Ten of a hundred is ours: PREEMPT found 10.6, the antibodies some 15 to 20.
    *(
        Outcome(f"responder_{percent}_difference", "mmd_after", "", "", 0.10, fall=percent / 100)
        for percent in (30, 50, 75)
    ),
    Outcome("stopping_difference", "is_stopped_by_84", only_active=True, days=ON_IT),
)
"""Migraine days are the outcome named beforehand; these are read beside them.

Their change is counted from the months just before the start, where no earlier ones are known: if
the last months explain who starts what, it credits the return to normal to whoever was worse, and
the truth lies between it and the adjusted side; if a stable trait does, it is the change that is
right (Ding and Li, Polit Anal 2019;27:605). A response and stopping have the adjusted side alone.
"""
SHARED_BEFORE = ("headache_before", "severe_before", "acute_before")
"""Held alike for every outcome, so that outcomes with the same people share their propensities."""

HELD_ALIKE = (*COVARIATES, "month_index")


def people_with(frame: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    """The rows in which the outcome is known, as ``outcome``; a response needs 4 days to fall from.

    A questionnaire also needs the answer before: without it the arms could not be held alike.
    """
    if outcome.fall is not None:
        can_respond = frame.filter(pl.col("mmd_before") >= FEWEST_DAYS)
        left = pl.col("mmd_before") * (1 - outcome.fall)
        responded = (pl.col(outcome.after) <= left + 1e-9).cast(pl.Float64)
        return can_respond.with_columns(outcome=responded)
    needed = [outcome.after, *([outcome.before] if outcome.is_asked else [])]
    known = frame.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in needed))
    return known.with_columns(outcome=pl.col(outcome.after).cast(pl.Float64))


def trial_of(people: pl.DataFrame, outcome: Outcome) -> Trial:
    """The trial of an outcome among ``people_with`` it: what is held alike, what was before."""
    own = [outcome.before] if outcome.before and outcome.before not in SHARED_BEFORE else []
    before = [name for name in (*SHARED_BEFORE, *own) if name in people.columns]
    held = [name for name in HELD_ALIKE if name in people.columns]
    return read_trial(people, held, outcome="outcome", before=before)
