"""Records with holes that depend on the day, or on the attack: what weights and ratios do there."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from models.results import FactorEstimate
from models.triggers.sensitivity.observation_weights import observation_weights
from models.triggers.sensitivity.recording_ratio import log_recording_ratio
from models.triggers.sensitivity.within_between import fit_within_between
from models.triggers.within_person import fit_within_person


def people(draw: np.random.Generator, n_people: int, n_days: int) -> dict[str, np.ndarray]:
    person = np.repeat(np.arange(n_people), n_days)
    return {
        "person_id": person,
        "site_code": np.array(["east", "west"])[person % 2],
        "weekend": (np.tile(np.arange(n_days), n_people) % 7 >= 5).astype(float),
        "exposed": (draw.random(len(person)) < 0.3).astype(float),
        "level": np.repeat(draw.normal(-3.2, 0.5, n_people), n_days),
    }


def fit(days: dict[str, np.ndarray], kept: np.ndarray, **settings) -> FactorEstimate:
    table = pa.table({name: values[kept] for name, values in days.items()})
    columns = ["exposed", "weekend"]
    return fit_within_person(table.to_batches, columns, **settings).estimates[0]


def test_weights_give_the_effect_of_all_days_where_some_kinds_of_day_go_unrecorded() -> None:
    """The factor acts on weekends only, and of those 30% are recorded against 90% of other days."""
    draw = np.random.default_rng(20261121)
    days = people(draw, 1500, 112)
    rate = np.exp(days["level"] + 0.9 * days["exposed"] * days["weekend"])
    days["outcome"] = (draw.random(len(rate)) < rate).astype(float)
    recorded = draw.random(len(rate)) < np.where(days["weekend"] > 0, 0.3, 0.9)
    frame = pl.DataFrame(
        {
            "site_code": days["site_code"],
            "weekend": days["weekend"].astype(int),
            "recorded": recorded,
        }
    )
    cells = (
        frame.group_by("site_code", "weekend")
        .agg(n_days=pl.len(), n_recorded=pl.col("recorded").sum())
        .with_columns(tenure=pl.lit(0), clean_run=pl.lit(0))
    )
    lookup = {(r[0], r[1]): r[4] for r in observation_weights(cells).iter_rows()}
    days["weight"] = np.array(
        [lookup[key] for key in zip(days["site_code"], days["weekend"], strict=True)]
    )
    whole = fit(days, np.ones(len(rate), dtype=bool))
    plain, weighted = fit(days, recorded), fit(days, recorded, weight="weight")
    error = weighted.standard_error
    assert abs(weighted.log_rate_ratio - whole.log_rate_ratio) < 2.5 * error
    assert whole.log_rate_ratio - plain.log_rate_ratio > 2.5 * plain.standard_error


def test_a_recording_ratio_undoes_what_selective_recording_did() -> None:
    """A factor that does nothing; attack days are recorded always when exposed, else half the time.

    Found is a ratio of 2, and the record would have to be about that selective to be its cause.
    """
    draw = np.random.default_rng(20261122)
    days = people(draw, 1500, 84)
    days["outcome"] = (draw.random(len(days["level"])) < np.exp(days["level"])).astype(float)
    is_lost = (days["outcome"] > 0) & (days["exposed"] == 0)
    recorded = ~(is_lost & (draw.random(len(is_lost)) < 0.5))
    found = fit(days, recorded)
    assert found.ci_low < np.log(2) < found.ci_high
    tipping = log_recording_ratio(found)
    assert 0 < tipping < np.log(2)
    assert np.log(2) - tipping < 4 * found.standard_error


def test_within_and_between_are_told_apart() -> None:
    """A factor that does nothing within people, and marks people who have more attacks."""
    draw = np.random.default_rng(20261123)
    n_people, n_days = 1200, 70
    ill = draw.standard_normal(n_people)
    habit = np.clip(0.3 + 0.15 * ill, 0.02, 0.9)
    person = np.repeat(np.arange(n_people), n_days)
    exposed = (draw.random(len(person)) < habit[person]).astype(float)
    attack = (draw.random(len(person)) < 0.04 * np.exp(0.5 * ill[person])).astype(float)
    table = pa.table(
        {
            "person_id": person,
            "site_code": np.full(len(person), "east"),
            "outcome": attack,
            "exposed": exposed,
        }
    )
    found = fit_within_between(table.to_batches, ["exposed"])
    assert found.within[0].ci_low < 0 < found.within[0].ci_high
    assert found.between[0].ci_low > 1.0
