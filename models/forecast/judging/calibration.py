"""Observed over expected: in the whole, in fifths of the forecast, and in every slice of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from models.forecast.judging.measures import Figure, figure

if TYPE_CHECKING:
    from models.forecast.judging.judged_months import JudgedMonths
    from models.forecast.person_months import Flags, Floats, Integers

FIFTHS = 5
ALL = "all"
BIN_NAMES = ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth")


@dataclass(frozen=True)
class Bin:
    """One bin of one slice: observed over expected attack days, and the mean expected."""

    slice_kind: str
    slice_level: str
    bin_name: str
    expected_days: float
    figure: Figure


def fifths(expected: Floats) -> Integers:
    """Which fifth (rows,) of all forecasts each belongs to, 0 lowest; ties go up together."""
    edges = np.quantile(expected, np.arange(1, FIFTHS) / FIFTHS)
    return np.searchsorted(edges, expected, side="right").astype(np.int64)


def slices(judged: JudgedMonths, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, Flags]]:
    """Everybody, then each level of each kind: its rows."""
    yield ALL, ALL, np.ones(len(judged.months), dtype=np.bool_)
    for kind in kinds:
        levels = judged.months.slices[kind]
        for level in np.unique(levels):
            yield kind, str(level), levels == level


def calibration_bins(judged: JudgedMonths, kinds: tuple[str, ...]) -> list[Bin]:
    """Of everybody and of each slice: all its months, and those in each fifth of all forecasts."""
    place = fifths(judged.expected)
    found = []
    for kind, level, rows in slices(judged, kinds):
        found.append(_bin(judged.rows(rows), kind, level, ALL))
        for number, name in enumerate(BIN_NAMES):
            inside = rows & (place == number)
            if inside.any():
                found.append(_bin(judged.rows(inside), kind, level, name))
    return found


def _bin(judged: JudgedMonths, kind: str, level: str, name: str) -> Bin:
    months = judged.months
    mean = float(np.average(judged.expected, weights=months.known_days))
    return Bin(kind, level, name, mean, figure(judged, "observed_over_expected"))
