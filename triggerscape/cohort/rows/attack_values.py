"""What a diary says about the headache itself: pain, length, symptoms and acute drugs."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.setting.clock import MINUTES_A_DAY
from triggerscape.cohort.setting.draws import BoolArray, DayArray

_DRUGS = ("gepant", "ergot", "opioid", "combination", "other")


def attack_values(
    world: World, person: DayArray, day: DayArray, draws: np.random.Generator
) -> dict[str, pl.Series]:
    """The contract's headache columns for the given person-days. Symptoms agree with the label."""
    migraine = world.days.migraine[day, person]
    headache = migraine | world.chances.other_headache[day, person]
    rows = len(day)
    pain = np.where(migraine, draws.normal(6.8, 1.5, rows), draws.normal(3.5, 1.3, rows))
    lowest, highest = np.where(migraine, 4, 1), np.where(migraine, 10, 7)
    pain = np.where(headache, np.clip(np.round(pain), lowest, highest), 0.0)
    nausea = migraine & (draws.random(rows) < 0.7)
    light = migraine & (~nausea | (draws.random(rows) < 0.8))
    sound = migraine & (~nausea | (draws.random(rows) < 0.75))
    slight_light = headache & ~migraine & (draws.random(rows) < 0.15)
    sometimes_aura = world.people.diagnosis[person] == "mwa"
    impact = np.select([pain == 0, pain < 4, pain < 7], ["none", "mild", "moderate"], "severe")
    started, began = _beginning(world, person, day, headache, draws)
    basis = "self_label" if world.site.by_app else "ichd3_rule"
    return {
        "headache": pl.Series(headache),
        "migraine": pl.Series(migraine),
        "migraine_basis": pl.Series(np.full(rows, basis)),
        "headache_minutes": pl.Series(_minutes(migraine, headache, began, draws)),
        "onset_local": started,
        "pain_max": pl.Series(pain),
        "pain_scale": pl.Series(np.full(rows, "nrs_0_10")),
        "aura": pl.Series(migraine & sometimes_aura & (draws.random(rows) < 0.35)),
        "nausea": pl.Series(nausea),
        "vomiting": pl.Series(nausea & (draws.random(rows) < 0.2)),
        "photophobia": pl.Series(light | slight_light),
        "phonophobia": pl.Series(sound),
        "aggravated_by_activity": pl.Series(migraine),
        "impact": pl.Series(impact),
        **_acute(world, person, day, migraine, draws),
    }


def _beginning(
    world: World,
    person: DayArray,
    day: DayArray,
    headache: BoolArray,
    draws: np.random.Generator,
) -> tuple[pl.Series, DayArray]:
    """Wall time of the onset, most often in the early morning; null when carried over."""
    any_headache = world.days.migraine | world.chances.other_headache
    carried = any_headache[np.maximum(day - 1, 0), person]
    early = draws.normal(6 * 60, 75, len(day))
    later = draws.uniform(0, MINUTES_A_DAY - 60, len(day))
    minute = np.where(draws.random(len(day)) < 0.45, early, later)
    minute = np.clip(np.round(minute), 0, MINUTES_A_DAY - 60).astype(np.int64)
    starts = headache & ~carried
    clock = pl.Series(minute * 60_000_000_000).cast(pl.Time)
    shown = pl.select(pl.when(pl.lit(pl.Series(starts))).then(pl.lit(clock))).to_series()
    return shown, np.where(starts, minute, 0)


def _minutes(
    migraine: BoolArray, headache: BoolArray, began: DayArray, draws: np.random.Generator
) -> DayArray:
    """Minutes of headache within the day, never past its midnight."""
    usual = np.where(migraine, 600.0, 180.0)
    length = np.round(usual * np.exp(draws.normal(0, 0.5, len(migraine))))
    shortest = np.minimum(np.where(migraine, 240, 30), MINUTES_A_DAY - began)
    length = np.clip(length, shortest, MINUTES_A_DAY - began)
    return np.where(headache, length, 0).astype(np.int64)


def _acute(
    world: World,
    person: DayArray,
    day: DayArray,
    migraine: BoolArray,
    draws: np.random.Generator,
) -> dict[str, pl.Series]:
    """Doses a day: triptans for those who use them, otherwise anti-inflammatory drugs."""
    takes = world.days.acute[day, person]
    triptan = takes & world.people.takes_triptans[person]
    doses = np.minimum(1 + draws.poisson(0.3 + 0.3 * migraine), 4)
    none = pl.Series(np.zeros(len(day), dtype=np.int64))
    return {
        "acute_triptan": pl.Series(np.where(triptan, np.minimum(doses, 2), 0)),
        "acute_nsaid": pl.Series(np.where(takes & ~triptan, doses, 0)),
        **{f"acute_{drug}": none for drug in _DRUGS},
    }
