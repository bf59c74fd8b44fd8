"""A trial with its 28-day windows: migraine days of each, and the base they are a change of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from models.stream.person_days import FloatArray
from models.therapies.event_time.cohorts import merged_cohorts
from models.therapies.trial import COVARIATES, Trial, read_trial

WINDOWS = tuple(range(-6, 6))
"""28-day windows around time zero; 0 begins on the day itself."""
BEFORE_THE_DIP = (-6, -5, -4)
LAST_BEFORE = (-3, -2, -1)


@dataclass(frozen=True, eq=False)
class EventTrial:
    """Rows of a trial whose base is known, ordered by person and time zero.

    ``migraine_days`` is (rows, 12), per 28 days in each of ``WINDOWS``, NaN where not known.
    ``known_days`` (rows, 12) counts the days behind them, None where nobody says.
    ``base`` (rows,) is the mean over the base windows; ``cohort`` the calendar window of time
    zero, small ones merged with their neighbours; ``site`` the site as a number.
    """

    trial: Trial
    migraine_days: FloatArray
    known_days: npt.NDArray[np.int64] | None
    base: FloatArray
    cohort: npt.NDArray[np.intp]
    site: npt.NDArray[np.intp]

    @property
    def plain_features(self) -> FloatArray:
        """Covariates and cohorts (rows, columns): what a change is compared given."""
        months = np.arange(1, int(self.cohort.max(initial=0)) + 1)
        indicators = (self.cohort[:, None] == months).astype(np.float64)
        return np.column_stack([self.trial.covariates, indicators])

    @property
    def history_features(self) -> FloatArray:
        """The same and the migraine days before time zero."""
        return np.column_stack([self.trial.history, self.plain_features])

    def days_of(self, window: int) -> FloatArray:
        """Migraine days per 28 days of one window (rows,)."""
        return np.asarray(self.migraine_days[:, WINDOWS.index(window)])


def window_column(window: int) -> str:
    """Name of the column with the migraine days of a window: mmd_m6 to mmd_m1, mmd_0 to mmd_5."""
    return f"mmd_m{-window}" if window < 0 else f"mmd_{window}"


def known_column(window: int) -> str:
    """Name of the column with the days behind them: known_m6 to known_m1, known_0 to known_5."""
    return window_column(window).replace("mmd", "known")


def read_event_trial(
    frame: pl.DataFrame, base: Sequence[int] = BEFORE_THE_DIP, *, also: Sequence[str] = ()
) -> EventTrial:
    """Read a frame as ``read_trial`` takes it, with the twelve windows, in any row order.

    Rows without all windows of ``base`` are left out. The columns of ``known_column`` may be there
    too, all or none. ``also`` names further covariates. Raises
    ValueError as ``read_trial`` does.
    """
    order = [name for name in ("person_id", "index_date") if name in frame.columns]
    known = frame.drop_nulls([window_column(window) for window in base]).sort(order)
    trial = read_trial(known, [name for name in (*COVARIATES, *also) if name in known.columns])
    columns = [window_column(window) for window in WINDOWS]
    days = known.select(pl.col(columns).cast(pl.Float64)).to_numpy()
    counts = [known_column(window) for window in WINDOWS]
    places = [WINDOWS.index(window) for window in base]
    _, site = np.unique(known["site_code"].to_numpy(), return_inverse=True)
    return EventTrial(
        trial=trial,
        migraine_days=np.asarray(days, dtype=np.float64),
        known_days=known.select(pl.col(counts).cast(pl.Int64).fill_null(0)).to_numpy()
        if counts[0] in known.columns
        else None,
        base=np.asarray(days[:, places].mean(axis=1)),
        cohort=merged_cohorts(trial.month, trial.arm),
        site=site,
    )
