"""A new-user trial: everybody who started therapy A or its comparator B, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from models.stream.person_days import FloatArray

BASELINE = ("mmd_m3", "mmd_m2", "mmd_m1")
EARLY = ("mmd_m6", "mmd_m5", "mmd_m4")
OUTCOME = "mmd_after"


@dataclass(frozen=True, eq=False)
class NewUsers:
    """One entry per person, ordered by person_id; migraine days are per 28 days.

    ``arm`` is 1 for starters of A and 0 for starters of B. ``baseline`` is (people, 3), the third
    to the first window before the index date; ``early`` (people, 3) the sixth to the fourth, NaN
    where not observed. ``covariates`` are (people, columns) and hold an indicator per site but one.
    """

    person_id: npt.NDArray[np.int64]
    arm: npt.NDArray[np.int64]
    baseline: FloatArray
    early: FloatArray
    outcome: FloatArray
    covariates: FloatArray
    covariate_names: tuple[str, ...]

    def only(self, keep: npt.NDArray[np.bool_]) -> NewUsers:
        """The same trial among some of its people."""
        return NewUsers(
            self.person_id[keep],
            self.arm[keep],
            self.baseline[keep],
            self.early[keep],
            self.outcome[keep],
            self.covariates[keep],
            self.covariate_names,
        )


def read_new_users(frame: pl.DataFrame, covariates: Sequence[str] = ()) -> NewUsers:
    """Read a frame of one row per starter, in any row order.

    Columns: person_id, site_code, arm (1 = A, 0 = B), mmd_m3, mmd_m2, mmd_m1 (migraine days per 28
    in the three windows before the index date), mmd_after (in the follow-up window), the
    covariates, and where known mmd_m6, mmd_m5, mmd_m4.

    Raises ValueError for a person twice, an arm other than 0 or 1, or a value missing anywhere but
    in the early windows: who is eligible is decided before.
    """
    frame = frame.sort("person_id")
    needed = ["person_id", "site_code", "arm", *BASELINE, OUTCOME, *covariates]
    missing = [name for name in needed if frame[name].null_count()]
    if missing:
        raise ValueError(f"missing values in: {', '.join(missing)}")
    if frame["person_id"].n_unique() != frame.height:
        raise ValueError("a person appears twice")
    if not frame["arm"].is_in([0, 1]).all():
        raise ValueError("an arm other than 0 or 1")
    sites = sorted(frame["site_code"].unique().to_list())
    indicators = [(frame["site_code"] == site).to_numpy().astype(float) for site in sites[1:]]
    columns = [_numbers(frame, name) for name in covariates]
    unknown = np.full(frame.height, np.nan)
    early = [_numbers(frame, name) if name in frame.columns else unknown for name in EARLY]
    everything = [*columns, *indicators]
    return NewUsers(
        person_id=frame["person_id"].cast(pl.Int64).to_numpy(),
        arm=frame["arm"].cast(pl.Int64).to_numpy(),
        baseline=np.column_stack([_numbers(frame, name) for name in BASELINE]),
        early=np.column_stack(early),
        outcome=_numbers(frame, OUTCOME),
        covariates=np.column_stack(everything) if everything else np.zeros((frame.height, 0)),
        covariate_names=(*covariates, *(f"site {site}" for site in sites[1:])),
    )


def _numbers(frame: pl.DataFrame, name: str) -> FloatArray:
    """A column as float64; null becomes NaN."""
    return np.asarray(frame[name].cast(pl.Float64).to_numpy(), dtype=np.float64)
