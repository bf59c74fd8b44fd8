"""Fits by declared sets: as few as there are different sets, each the fit it stands for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from small_diary import small_diary

from models.stream.person_blocks import BatchSource
from models.triggers.adjustment.set_fits import adjusted_estimates, fit_sets, joint_estimates
from models.triggers.within_person import fit_within_person
from triggerscape.adjustment_sets import adjustment_set
from triggerscape.factors import FACTORS, Claim, Factor

STRESS = Factor("stress", "Stress", "stress", 1)
ALCOHOL = Factor("alcohol", "Alcohol", "diet", 1, Claim.PREMONITORY)
PRESSURE = Factor("pressure", "Air pressure", "weather", 0)
NIGHT = Factor("night", "Short night", "sleep", 0)
CHOSEN = (STRESS, ALCOHOL, PRESSURE, NIGHT)


class Diary:
    """A table read by column, as DuckDB reads a design; remembers what was asked for."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.asked: list[tuple[str, ...]] = []

    def read(self, columns: Sequence[str]) -> BatchSource:
        self.asked.append(tuple(columns))
        return self.table.select(["person_id", "site_code", "outcome", *columns]).to_batches


@pytest.fixture
def diary() -> Diary:
    frame = small_diary()
    draw = np.random.default_rng(614)
    frame["night"] = (draw.random(len(frame)) < 0.1 + 0.3 * frame["alcohol"]).astype(float)
    frame.loc[draw.random(len(frame)) < 0.05, "stress"] = np.nan
    return Diary(pa.Table.from_pandas(frame, preserve_index=False))


def test_a_joint_estimate_is_the_fit_of_the_factor_with_its_set(diary: Diary) -> None:
    joint = joint_estimates(fit_sets(diary.read, CHOSEN), CHOSEN)
    for factor, estimate in zip(CHOSEN, joint, strict=True):
        columns = [factor.code, *adjustment_set(factor, CHOSEN)]
        (alone, *_) = fit_within_person(diary.read(columns), columns).estimates
        assert estimate.factor == factor.code
        np.testing.assert_allclose(estimate.log_rate_ratio, alone.log_rate_ratio, atol=1e-4)
        np.testing.assert_allclose(estimate.standard_error, alone.standard_error, rtol=1e-3)


def test_a_single_estimate_is_the_factor_without_any_other(diary: Diary) -> None:
    found = adjusted_estimates(diary.read, CHOSEN)
    for factor, estimate in zip(CHOSEN, found.single, strict=True):
        assert (estimate,) == fit_within_person(diary.read([factor.code]), [factor.code]).estimates
    assert [one.factor for one in found.joint] == [factor.code for factor in CHOSEN]


def test_a_day_counts_where_the_columns_of_its_own_fit_are_known(diary: Diary) -> None:
    """Stress is missing on some days; air pressure, held for nothing but itself, keeps them."""
    found = adjusted_estimates(diary.read, CHOSEN)
    stress, pressure = found.joint[0], found.joint[2]
    assert stress.support.n_person_days < pressure.support.n_person_days


def test_factors_with_the_same_columns_share_a_fit_that_reads_no_others(diary: Diary) -> None:
    fits = fit_sets(diary.read, CHOSEN)
    assert [(one.columns, one.answers_for) for one in fits] == [
        (("stress", "pressure"), ("stress",)),
        (("stress", "alcohol", "pressure", "night"), ("alcohol",)),
        (("pressure",), ("pressure",)),
        (("stress", "pressure", "night"), ("night",)),
    ]
    assert diary.asked == [one.columns for one in fits]


def test_the_whole_catalogue_takes_eight_fits() -> None:
    columns = {frozenset({factor.code, *adjustment_set(factor, FACTORS)}) for factor in FACTORS}
    assert len(columns) == 8
