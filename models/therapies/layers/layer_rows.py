"""Pairs of therapies as rows of estimates.therapy_combination."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from models.multiplicity import q_values
from models.sensitivity import minimum_detectable_effect
from models.therapies.arms.arm_means import Contrast
from models.therapies.arms.arm_trial import read_arms
from models.therapies.layers.layer_contrasts import LayerEstimate, layer_contrasts
from models.therapies.layers.layer_pairs import LayerPair
from models.therapies.layers.layer_reading import layer_reading
from models.therapies.trial import COVARIATES

CONTRASTS = ("joint", "one", "other", "excess", "log_ratio")


def layer_rows(
    pairs: Sequence[LayerPair], people_of: Callable[[str, str], pl.DataFrame]
) -> pl.DataFrame:
    """One row per pair, in the order given; of those not fitted the reason alone.

    ``people_of`` gives the trial of a pair: arm 0 neither, 1 the one, 2 the other, 3 both. One
    trial is held at a time. q-values are Benjamini-Hochberg over all pairs that could be estimated,
    the excess and the ratio each a family.
    """
    rows = [_fitted(pair, people_of) if not pair.reason else _told(pair) for pair in pairs]
    for name in ("excess", "log_ratio"):
        adjusted = q_values([one.p_value if (one := row[name]) else None for row in rows])
        for row, q_value in zip(rows, adjusted, strict=True):
            row[f"{name}_q"] = q_value
    return pl.DataFrame([_flat(row) for row in rows], infer_schema_length=None)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """The row with a column for each number of a contrast, and what may be said."""
    excess = row["excess"]
    reading, rule = layer_reading(excess, row["excess_q"])
    flat = {name: value for name, value in row.items() if name not in CONTRASTS}
    for name in CONTRASTS:
        flat |= _columns(name, row[name])
    return flat | {
        "reading": str(reading),
        "reading_rule": rule or row["reason"],
        "smallest_detectable": (
            minimum_detectable_effect(excess.standard_error) if excess else None
        ),
    }


def _fitted(pair: LayerPair, people_of: Callable[[str, str], pl.DataFrame]) -> dict[str, Any]:
    people = people_of(pair.one, pair.other)
    arms = set(people["arm"].to_list())
    if arms != {0, 1, 2, 3}:
        in_arm = (people.filter(pl.col("arm") == arm)["person_id"].n_unique() for arm in range(4))
        empty = LayerEstimate(tuple(in_arm), reason="nobody in an arm")
        return _row(pair, empty, people)
    return _row(pair, layer_contrasts(read_arms(people, COVARIATES)), people)


def _row(pair: LayerPair, found: LayerEstimate, people: pl.DataFrame) -> dict[str, Any]:
    neither, one, other, both = found.people
    return {
        "therapy_a": pair.one,
        "therapy_b": pair.other,
        "status": "not_estimable" if found.reason else "estimated",
        "reason": found.reason,
        **{name: getattr(found, name) for name in CONTRASTS},
        "n_people": both,
        "n_a": one,
        "n_b": other,
        "n_neither": neither,
        "n_days": int(people["outcome_days"].sum() or 0),
        "n_sites": people["site_code"].n_unique(),
        "overlap_share": found.overlap.overlap_share if found.overlap else None,
        "largest_imbalance": found.overlap.largest_imbalance if found.overlap else None,
    }


def _told(pair: LayerPair) -> dict[str, Any]:
    """The row of a pair that is not fitted: how many began both, and nothing else is counted."""
    return {
        "therapy_a": pair.one,
        "therapy_b": pair.other,
        "status": "not_estimable",
        "reason": pair.reason,
        **dict.fromkeys(CONTRASTS),
        "n_people": pair.together,
        **dict.fromkeys(("n_a", "n_b", "n_neither", "n_days", "n_sites")),
        "overlap_share": None,
        "largest_imbalance": None,
    }


def _columns(name: str, found: Contrast | None) -> dict[str, Any]:
    values = (found.value, found.ci_low, found.ci_high, found.p_value) if found else (None,) * 4
    return dict(zip((name, f"{name}_low", f"{name}_high", f"{name}_p"), values, strict=True))
