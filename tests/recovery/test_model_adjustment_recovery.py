"""Attacks with a common cause and a consequence in between: the declared set gives the effect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from models.stream.person_blocks import BatchSource
from models.triggers.adjustment.set_fits import adjusted_estimates
from models.triggers.within_person import fit_within_person
from triggerscape.factors import Claim, Factor

YESTERDAY = Factor("drinks", "Drinks", "diet", 1)
NIGHT = Factor("nights", "Short nights", "sleep", 0)
GIVEN = Factor("fridays", "Fridays", "calendar", 0)
SIGN = Factor("yawns", "Yawning", "early sign", 1, Claim.PREMONITORY)
FOUR = (YESTERDAY, NIGHT, GIVEN, SIGN)
DIRECT, BY_NIGHT, BY_FRIDAY = 0.2, 0.5, 0.5


def chain(seed: int, n_people: int = 1200, n_days: int = 80) -> pa.Table:
    """Fridays bring drinks and attacks; drinks bring short nights, and those attacks."""
    draw = np.random.default_rng(seed)
    n = n_people * n_days
    friday = (draw.random(n) < 0.15).astype(float)
    drinks = (draw.random(n) < 0.15 + 0.45 * friday).astype(float)
    night = (draw.random(n) < 0.10 + 0.50 * drinks).astype(float)
    person = np.repeat(np.arange(n_people), n_days)
    level = np.repeat(draw.normal(0.0, 0.4, n_people), n_days)
    rate = 0.04 * np.exp(level + DIRECT * drinks + BY_NIGHT * night + BY_FRIDAY * friday)
    assert rate.max() < 1
    attack = (draw.random(n) < rate).astype(float)
    yawns = (draw.random(n) < 0.05 + 0.6 * attack).astype(float)
    return pa.table(
        {
            "person_id": person,
            "site_code": np.full(n, "north"),
            "outcome": attack,
            "drinks": drinks,
            "nights": night,
            "fridays": friday,
            "yawns": yawns,
        }
    )


def reader(table: pa.Table):
    def read(columns: Sequence[str]) -> BatchSource:
        return table.select(["person_id", "site_code", "outcome", *columns]).to_batches

    return read


def test_a_set_takes_confounding_away_and_leaves_the_effect_that_runs_through_a_consequence():
    table = chain(20261121)
    found = adjusted_estimates(reader(table), FOUR)
    single, joint = found.single[0], found.joint[0]
    everything = [factor.code for factor in FOUR[:3]]
    together = fit_within_person(table.to_batches, everything).estimates[0]
    # Summed over the night: (0.4 + 0.6 e^0.5) / (0.9 + 0.1 e^0.5), times the direct part.
    whole = DIRECT + np.log((0.4 + 0.6 * np.exp(BY_NIGHT)) / (0.9 + 0.1 * np.exp(BY_NIGHT)))
    error = joint.standard_error
    assert abs(joint.log_rate_ratio - whole) < 3.3 * error
    assert single.log_rate_ratio - whole > 3.3 * error  # Fridays not held alike
    assert whole - together.log_rate_ratio > 3.3 * error  # short nights held fixed
    assert abs(together.log_rate_ratio - DIRECT) < 3.3 * error


def test_an_early_sign_held_fixed_would_take_the_effect_of_everything():
    table = chain(20261122)
    joint = adjusted_estimates(reader(table), FOUR).joint[2]
    with_sign = ["fridays", "yawns"]
    spoiled = fit_within_person(table.to_batches, with_sign).estimates[0]
    assert joint.log_rate_ratio - spoiled.log_rate_ratio > 3.3 * joint.standard_error
