"""A trial of several arms as arrays, numbered from 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from models.therapies.trial import Trial, read_trial


def read_arms(frame: pl.DataFrame, covariates: Sequence[str]) -> Trial:
    """Read a frame as ``read_trial`` does, whose ``arm`` is any whole number from 0 on.

    Columns that the frame lacks are left out of the covariates. Raises ValueError as ``read_trial``
    does, for an arm below 0, and where a number from 0 to the highest arm is nobody's.
    """
    zero = ["person_id", *(["index_date"] if "index_date" in frame.columns else [])]
    ordered = frame.sort(zero)
    arm = ordered["arm"].cast(pl.Int64).to_numpy()
    if len(arm) and (arm.min() < 0 or np.any(np.bincount(arm) == 0)):
        raise ValueError("arms are not numbered from 0 without a gap")
    told = [name for name in covariates if name in frame.columns]
    alike = read_trial(ordered.with_columns(arm=pl.lit(0)), told)
    return replace(alike, arm=arm)


def people_in(
    arm: npt.NDArray[np.int64], person_id: npt.NDArray[np.int64], n_arms: int
) -> tuple[int, ...]:
    """People with a row in each arm, however many rows they have; somebody may be in several."""
    return tuple(len(np.unique(person_id[arm == one])) for one in range(n_arms))
