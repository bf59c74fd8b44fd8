"""The techniques of one group against one comparator as rows of estimates.therapy_technique."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from models.sensitivity import minimum_detectable_effect
from models.stream.person_days import FloatArray
from models.therapies.arms.arm_trial import read_arms
from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.techniques.partial_pooling import (
    FEWEST_TECHNIQUES,
    Drawn,
    Pooled,
    pool_techniques,
)
from models.therapies.techniques.technique_effects import TechniqueEffects, technique_effects
from models.therapies.techniques.technique_reading import technique_reading
from models.therapies.techniques.telling_sites import told_people
from models.therapies.trial import COVARIATES


def technique_rows(
    people: pl.DataFrame, group: str, comparator: str, untold: Collection[str]
) -> pl.DataFrame:
    """One row per technique anybody started, and one for the group: mean over techniques, spread.

    ``people`` are a trial of the group against the comparator with ``leaf``, the technique given
    first, and outcome_days. Only sites that tell techniques count, on both sides. No rows where
    no site does, or where the group has one technique only.
    """
    known, leaves = told_people(people, untold)
    if len(leaves) < 2:
        return pl.DataFrame()
    effects = technique_effects(read_arms(known, COVARIATES))
    pooled = None
    if len(effects.arms) >= FEWEST_TECHNIQUES:
        pooled = pool_techniques(effects.values, effects.errors)
    rows = [
        _technique(known, arm, effects, pooled) | {"therapy_id": leaf}
        for arm, leaf in enumerate(leaves, start=1)
    ]
    rows.append(_group(known, effects, pooled) | {"therapy_id": group})
    shared = {"group_id": group, "comparator_id": comparator}
    return pl.DataFrame([row | shared for row in rows], infer_schema_length=None)


def _technique(
    known: pl.DataFrame, arm: int, effects: TechniqueEffects, pooled: Pooled | None
) -> dict[str, Any]:
    row = _blank(known.filter(pl.col("arm").is_in([0, arm])))
    row |= {"n_people": known.filter(pl.col("arm") == arm)["person_id"].n_unique()}
    if arm in effects.reasons:
        return row | {"reason": effects.reasons[arm]}
    place = effects.arms.index(arm)
    people, overlap = effects.people[place], effects.overlaps[place]
    if pooled is None and people < FEWEST_STARTERS:
        reason = f"fewer than {FEWEST_STARTERS} starters, and too few techniques to draw it towards"
        return row | {"reason": reason, "n_people": people}
    value, error = float(effects.values[place]), float(np.sqrt(effects.errors[place, place]))
    reach = float(stats.t.ppf(0.975, people - 1)) * error
    reading, rule = technique_reading(pooled.apart[place] if pooled else None)
    row |= {
        "status": "estimated",
        "difference": value,
        "standard_error": error,
        "ci_low": value - reach,
        "ci_high": value + reach,
        "n_people": people,
        "n_comparator": effects.comparators[place],
        "overlap_share": overlap.overlap_share,
        "largest_imbalance": overlap.largest_imbalance,
        "smallest_detectable": minimum_detectable_effect(error),
        "reading": str(reading),
        "reading_rule": rule,
    }
    if pooled is None:
        return row
    drawn = _named("drawn", pooled.effects[place]) | _named("apart", pooled.apart[place])
    return row | drawn | {"kept_share": pooled.kept[place]}


def _group(known: pl.DataFrame, effects: TechniqueEffects, pooled: Pooled | None) -> dict[str, Any]:
    row = _blank(known.filter(pl.col("arm").is_in([0, *effects.arms])))
    row |= {"n_people": sum(effects.people), "reading": None}
    if pooled is None:
        reason = f"fewer than {FEWEST_TECHNIQUES} techniques could be estimated"
        return row | {"reason": reason}
    return row | {
        "status": "estimated",
        "difference": pooled.mean.value,
        "ci_low": pooled.mean.ci_low,
        "ci_high": pooled.mean.ci_high,
        "n_comparator": max(effects.comparators),
        "spread": pooled.spread.tau,
        "spread_low": pooled.spread.low,
        "spread_high": pooled.spread.high,
        "overlap_share": _mean([one.overlap_share for one in effects.overlaps], effects),
        "largest_imbalance": max(one.largest_imbalance for one in effects.overlaps),
    }


def _mean(values: list[float], effects: TechniqueEffects) -> float:
    weight: FloatArray = np.array(effects.people, dtype=np.float64)
    return float(weight @ np.array(values) / weight.sum())


def _named(name: str, drawn: Drawn) -> dict[str, float]:
    return {name: drawn.value, f"{name}_low": drawn.ci_low, f"{name}_high": drawn.ci_high}


def _blank(people: pl.DataFrame) -> dict[str, Any]:
    numbers = (
        "difference standard_error ci_low ci_high drawn drawn_low drawn_high apart apart_low "
        "apart_high kept_share spread spread_low spread_high overlap_share largest_imbalance "
        "smallest_detectable"
    ).split()
    return dict.fromkeys(numbers) | {
        "status": "not_estimable",
        "reason": "",
        "n_people": 0,
        "n_comparator": people.filter(pl.col("arm") == 0)["person_id"].n_unique(),
        "n_days": int(people["outcome_days"].sum() or 0),
        "n_sites": people["site_code"].n_unique(),
        "reading": str(technique_reading(None)[0]),
        "reading_rule": "",
    }
