"""Implied truth of therapies: what a start comes to in migraine days, leaf by leaf and by group."""

from __future__ import annotations

import polars as pl

from triggerscape.cohort.days.courses import Course
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.implied.therapy_starts import FIRST_DAY, could_enter, first_starts
from triggerscape.cohort.implied.without_start import migraine_days_of
from triggerscape.cohort.truth import Truth

_STARTED = {
    "code": pl.String,
    "leaf": pl.String,
    "planted_logit": pl.Float64,
    "could_enter": pl.Boolean,
    "migraine_days": pl.Float64,
    "start_days": pl.Float64,
    "person_days": pl.Int64,
}


def started_at(world: World) -> pl.DataFrame:
    """One row per first start of a leaf or group at one site: whose leaf it was, and what it did.

    ``migraine_days`` per 28 is the therapy's own effect, ``start_days`` that and the response to
    having started anything, both over the ``person_days`` of its outcome.
    """
    starts = first_starts(world)
    own, whole = migraine_days_of(world, starts)
    truth = world.treatment.truth
    return pl.DataFrame(
        {
            "code": [start.therapy_id for start in starts],
            "leaf": [start.leaf for start in starts],
            "planted_logit": [planted_logit(truth, start.own[0]) for start in starts],
            "could_enter": could_enter(world, starts),
            "migraine_days": own,
            "start_days": whole,
            "person_days": [start.until - start.day - FIRST_DAY for start in starts],
        },
        schema=_STARTED,
    )


def planted_logit(truth: Truth, course: Course) -> float:
    """A therapy's own effect on the log odds, an osteopathic technique's with its own part."""
    technique = truth.techniques[course.code].logit if course.therapy == "omt" else 0.0
    return truth.therapies[course.therapy].logit + technique


def therapy_rows(started: pl.DataFrame) -> pl.DataFrame:
    """One row per leaf and group, means over its starters: of a group, in their shares of leaves.

    ``eligible_``: the same over those whom a trial could take in, because their diaries tell the
    three months before and the follow-up; null where there are none.
    """
    eligible = pl.col("could_enter")
    return (
        started.sort("code", maintain_order=True)
        .group_by("code", maintain_order=True)
        .agg(
            pl.col("planted_logit", "migraine_days", "start_days").mean(),
            pl.col("migraine_days", "start_days").filter(eligible).mean().name.prefix("eligible_"),
            people=pl.len().cast(pl.Int64),
            eligible_people=eligible.sum().cast(pl.Int64),
            person_days=pl.col("person_days").sum(),
        )
        .with_columns(kind=pl.lit("therapy"))
    )
