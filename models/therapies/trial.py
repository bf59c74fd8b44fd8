"""A trial of therapies as arrays: one row per person and time zero, arms known on that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import polars as pl

from models.stream.person_days import FloatArray

BASELINE = ("mmd_m3", "mmd_m2", "mmd_m1")
EARLY = ("mmd_m6", "mmd_m5", "mmd_m4")
OUTCOME = "mmd_after"
LOGGING = ("observed_before", "observed_after")
# May be unknown: the mean stands in for them, and a column of its own says for whom it does.
OFTEN_UNKNOWN = ("neck_pain_before", "stress_before")
COVARIATES = (
    "age_years",
    "is_female",
    "is_chronic",
    "co_starts",
    "therapies_before",
    *OFTEN_UNKNOWN,
)


@dataclass(frozen=True, eq=False)
class Trial:
    """One entry per person and time zero, ordered by both; migraine days are per 28 days.

    ``person_id`` may come more than once where people are followed from several days: errors are
    clustered by it. ``arm`` is 1 for the therapy and 0 for what it is compared with. ``month`` is
    the calendar window of time zero. ``baseline`` is (rows, 3), the third to the first window
    before time zero; ``early`` (rows, 3) the sixth to the fourth, NaN where not observed.
    ``covariates`` are (rows, columns) and hold an indicator per site but one. ``before`` (rows,
    columns) is what else was counted in the months before time zero: the adjusted side uses it, the
    change side does not, for which it would bring the dip back. ``logging`` (rows, 2) is days with
    an entry per 28 before and after, NaN where not known.
    """

    person_id: npt.NDArray[np.int64]
    month: npt.NDArray[np.int64]
    arm: npt.NDArray[np.int64]
    baseline: FloatArray
    early: FloatArray
    outcome: FloatArray
    covariates: FloatArray
    before: FloatArray
    logging: FloatArray
    covariate_names: tuple[str, ...]
    before_names: tuple[str, ...]

    def only(self, keep: npt.NDArray[np.bool_]) -> Trial:
        """The same trial among some of its rows."""
        names = {"covariate_names", "before_names"}
        kept = {
            one.name: getattr(self, one.name)[keep] for one in fields(self) if one.name not in names
        }
        return Trial(**kept, **{name: getattr(self, name) for name in sorted(names)})

    @property
    def history(self) -> FloatArray:
        """The three last windows and the mean of the known among all six, (rows, 4)."""
        six = np.column_stack([self.early, self.baseline])
        return np.column_stack([self.baseline, np.nanmean(six, axis=1)])

    @property
    def features(self) -> FloatArray:
        """All that is held alike on the adjusted side, (rows, columns): ``feature_names``."""
        return np.column_stack([self.history, self.before, self.covariates])

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The columns of ``features``, in order."""
        return (*BASELINE, "mean of six", *self.before_names, *self.covariate_names)


def read_trial(
    frame: pl.DataFrame,
    covariates: Sequence[str] = (),
    *,
    outcome: str = OUTCOME,
    before: Sequence[str] = (),
) -> Trial:
    """Read a frame of one row per person and time zero, in any row order.

    Columns: person_id, site_code, arm (1 or 0), mmd_m3, mmd_m2, mmd_m1 (migraine days per 28 in the
    three windows before time zero), the ``outcome``, the covariates, and where known index_date,
    month_index, mmd_m6, mmd_m5, mmd_m4, observed_before, observed_after. Covariates that are the
    same for everybody are left out; of ``OFTEN_UNKNOWN`` those nobody tells. ``before`` names what
    else was counted before time zero; it may be unknown like those. Without index_date everybody
    has one row.

    Raises ValueError for a person twice at one time zero, an arm other than 0 or 1, or a value
    missing where none may be: who is eligible is decided before.
    """
    zero = ["person_id", *(["index_date"] if "index_date" in frame.columns else [])]
    frame = frame.sort(zero)
    needed = ["person_id", "site_code", "arm", *BASELINE, outcome]
    needed += [name for name in covariates if name not in OFTEN_UNKNOWN]
    missing = [name for name in needed if frame[name].null_count()]
    if missing:
        raise ValueError(f"missing values in: {', '.join(missing)}")
    if frame.select(zero).n_unique() != frame.height:
        raise ValueError("a person appears twice at one time zero")
    if not frame["arm"].is_in([0, 1]).all():
        raise ValueError("an arm other than 0 or 1")
    columns = _told(frame, covariates) | _sites(frame)
    others = _told(frame, before)
    if "month_index" not in frame.columns:
        frame = frame.with_columns(month_index=pl.lit(0))
    return Trial(
        person_id=frame["person_id"].cast(pl.Int64).to_numpy(),
        month=frame["month_index"].cast(pl.Int64).to_numpy(),
        arm=frame["arm"].cast(pl.Int64).to_numpy(),
        baseline=np.column_stack([_numbers(frame, name) for name in BASELINE]),
        early=_where_known(frame, EARLY),
        outcome=_numbers(frame, outcome),
        covariates=_stacked(columns, frame.height),
        before=_stacked(others, frame.height),
        logging=_where_known(frame, LOGGING),
        covariate_names=tuple(columns),
        before_names=tuple(others),
    )


def _told(frame: pl.DataFrame, names: Sequence[str]) -> dict[str, FloatArray]:
    """Each column that differs between rows, the mean where unknown, and who does not tell it."""
    columns: dict[str, FloatArray] = {}
    for name in names:
        values = _numbers(frame, name)
        unknown = np.isnan(values)
        if unknown.all():
            continue
        if unknown.any():
            columns[f"{name} unknown"] = unknown.astype(np.float64)
        columns[name] = np.where(unknown, np.nanmean(values), values)
    return {name: values for name, values in columns.items() if np.ptp(values) > 0}


def _sites(frame: pl.DataFrame) -> dict[str, FloatArray]:
    """An indicator of each site but the first."""
    return {
        f"site {site}": (frame["site_code"] == site).to_numpy().astype(np.float64)
        for site in sorted(frame["site_code"].unique().to_list())[1:]
    }


def _stacked(columns: dict[str, FloatArray], rows: int) -> FloatArray:
    return np.column_stack(list(columns.values())) if columns else np.zeros((rows, 0))


def _where_known(frame: pl.DataFrame, names: Sequence[str]) -> FloatArray:
    """These columns (rows, names), NaN where the frame has none."""
    unknown = np.full(frame.height, np.nan)
    return np.column_stack(
        [_numbers(frame, name) if name in frame.columns else unknown for name in names]
    )


def _numbers(frame: pl.DataFrame, name: str) -> FloatArray:
    """A column as float64; null becomes NaN."""
    return np.asarray(frame[name].cast(pl.Float64).to_numpy(), dtype=np.float64)
