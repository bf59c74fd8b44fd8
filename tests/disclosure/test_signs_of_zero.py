"""A small number below zero is published as 0, never as -0."""

from __future__ import annotations

import math

import polars as pl
import pytest

from triggerscape.contract.releases.absolute import TRIGGER_BURDEN
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule

KEYS = {"trigger_id": "weekend", "outcome_id": "migraine_onset"}


def published(*values: float) -> list[float]:
    """The estimates of as many rows, all of one measure."""
    rows = [
        KEYS
        | {"measure_id": "exposed_day_share", "estimate": value, "ci_low": 0.0, "ci_high": 1.0}
        | {"n_people": 500, "n_days": 9000, "n_sites": 2, "status": "ok", "n_attacks": 900}
        | {"verdict": "trigger"}
        for value in values
    ]
    return protect(pl.DataFrame(rows), TRIGGER_BURDEN, Rule())["estimate"].to_list()


@pytest.mark.parametrize("rows", [1, 2, 50])
def test_zero_has_no_sign_however_many_rows_there_are(rows: int) -> None:
    """Polars leaves out the adding of a zero, except to a single row."""
    found = published(*[-0.0035] * rows)
    assert found == [0.0] * rows
    assert {math.copysign(1.0, value) for value in found} == {1.0}


def test_other_numbers_keep_theirs() -> None:
    assert published(-0.25, 0.25, -0.005) == [-0.25, 0.25, -0.01]
