"""Person-months as arrays: what is known at a window's end, and how the next window went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]

UNKNOWN = "unknown"
AGE_LIMITS = (18, 30, 45, 60)
AGE_BANDS = ("under 18", "18 to 29", "30 to 44", "45 to 59", "60 and over")


@dataclass(frozen=True)
class PersonMonths:
    """One row per person and 28-day window whose next window is known.

    ``rate`` is attack days per 28 of the next window, ``known_days`` the days behind it.
    ``person`` are numbers of people, ``window`` numbers of windows in time order. ``last_month``
    and ``so_far`` are the naive forecasts, NaN where the diary has none yet. ``slices`` tell by
    kind which level each row belongs to.
    """

    features: Floats
    feature_names: tuple[str, ...]
    rate: Floats
    known_days: Floats
    person: Integers
    site: Words
    window: Integers
    last_month: Floats
    so_far: Floats
    slices: Mapping[str, Words] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rate)

    @property
    def n_people(self) -> int:
        """How many people the rows tell of."""
        return len(np.unique(self.person))

    @property
    def counted(self) -> dict[str, int]:
        """Who and what a figure over these rows rests on."""
        return {
            "n_people": self.n_people,
            "n_months": len(self),
            "n_days": int(self.known_days.sum()),
            "n_sites": len(np.unique(self.site)),
        }

    def rows(self, chosen: npt.NDArray[np.intp] | Flags) -> PersonMonths:
        """Some of the rows."""
        return PersonMonths(
            self.features[chosen],
            self.feature_names,
            self.rate[chosen],
            self.known_days[chosen],
            self.person[chosen],
            self.site[chosen],
            self.window[chosen],
            self.last_month[chosen],
            self.so_far[chosen],
            {kind: levels[chosen] for kind, levels in self.slices.items()},
        )


def read_months(frame: pl.DataFrame, features: Sequence[str]) -> PersonMonths:
    """The arrays of a frame of months.person_month, whose features are numbers.

    Rows come in the order of people and windows. ValueError where a next window is not known, or
    rows are out of order: folds and pairs of one person rest on it.
    """
    if frame.filter(pl.col("next_known_days").fill_null(0) < 1).height:
        raise ValueError("every row needs a next window with a known day")
    person = frame["person_id"].to_numpy().astype(np.int64)
    window = frame["window_index"].to_numpy().astype(np.int64)
    same = np.diff(person) == 0
    if np.any(np.diff(person) < 0) or np.any(same & (np.diff(window) <= 0)):
        raise ValueError("rows must be sorted by person and window")
    known = _numbers(frame["next_known_days"])
    return PersonMonths(
        features=np.column_stack([_numbers(frame[name]) for name in features]),
        feature_names=tuple(features),
        rate=28.0 * _numbers(frame["next_attack_days"]) / known,
        known_days=known,
        person=person,
        site=_words(frame["site_code"]),
        window=window,
        last_month=_numbers(frame["attack_rate_1"]),
        so_far=_numbers(frame["attack_rate_so_far"]),
        slices={
            "sex": _words(frame["sex"]),
            "age_band": _age_bands(_numbers(frame["age_years"])),
            "site": _words(frame["site_code"]),
            "chronicity": _words(frame["chronicity"]),
        },
    )


def _numbers(column: pl.Series) -> Floats:
    return np.asarray(column.cast(pl.Float64).fill_null(float("nan")).to_numpy(), dtype=np.float64)


def _words(column: pl.Series) -> Words:
    return np.asarray(column.cast(pl.String).fill_null(UNKNOWN).to_list(), dtype=np.str_)


def _age_bands(age: Floats) -> Words:
    bands = np.asarray(AGE_BANDS)[np.searchsorted(AGE_LIMITS, np.nan_to_num(age), side="right")]
    return np.where(np.isnan(age), UNKNOWN, bands).astype(np.str_)
