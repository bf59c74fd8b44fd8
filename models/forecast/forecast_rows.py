"""The forecast's findings as rows of estimates.model_*."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from models.forecast.forecast_model import MODEL_ID
from models.forecast.judging.calibration import (
    ALL,
    BIN_NAMES,
    calibration_bins,
    fifths,
    slices,
)
from models.forecast.judging.measures import MEASURES, NO_BASELINE, figure, skill_over
from models.forecast.judging.splits import HELD_OUT_PEOPLE, LEFT_OUT_SITES
from models.forecast.learners.plain_rates import OWN_MEAN
from models.results import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.forecast.forecast_fit import ForecastFit
    from models.forecast.influence import Influence
    from models.forecast.judging.calibration import Bin
    from models.forecast.judging.judged_months import JudgedMonths
    from models.forecast.judging.measures import Figure

FIFTH_KIND = "fifth of the forecast"
SLICES = {
    HELD_OUT_PEOPLE: ("sex", "age_band", "site", "chronicity"),
    LEFT_OUT_SITES: ("site",),
}
_OF_A_SLICE = ("deviance_explained", "forecast_error", "interval_coverage", "interval_width")
_INTEGERS = ("n_people", "n_months", "n_days", "n_sites")


def forecast_rows(fit: ForecastFit) -> dict[str, pl.DataFrame]:
    """Frames of estimates.* by the name of their table.

    Where the forecast may not be published each has one row, which says why and holds no figure.
    """
    if fit.model is None:
        return _nothing(fit.reason)
    metrics = [row for name, judged in fit.judged.items() for row in _metrics(name, judged)]
    bins = [
        _bin_row(name, one)
        for name, judged in fit.judged.items()
        for one in calibration_bins(judged, SLICES.get(name, ()))
    ]
    return {
        "estimates.model_metric": _frame(metrics),
        "estimates.model_calibration": _frame(bins),
        "estimates.model_influence": _frame([_influence_row(one) for one in fit.influences]),
    }


def _metrics(validation: str, judged: JudgedMonths) -> Iterator[dict[str, Any]]:
    for kind, level, rows in slices(judged, SLICES.get(validation, ())):
        place = {"validation": validation, "slice_kind": kind, "slice_level": level}
        mine = judged.rows(rows)
        for measure in MEASURES if kind == ALL else _OF_A_SLICE:
            if measure != "observed_over_expected":
                yield place | _figure_row(figure(mine, measure))
        for baseline in judged.plain if kind == ALL else (OWN_MEAN,):
            yield place | _figure_row(skill_over(mine, baseline))
    if validation != HELD_OUT_PEOPLE:
        return
    fifth = fifths(judged.expected)
    for number, name in enumerate(BIN_NAMES):
        mine = judged.rows(fifth == number)
        place = {"validation": validation, "slice_kind": FIFTH_KIND, "slice_level": name}
        for measure in ("interval_coverage", "interval_width"):
            yield place | _figure_row(figure(mine, measure))


def _bin_row(validation: str, one: Bin) -> dict[str, Any]:
    row = _figure_row(one.figure)
    del row["baseline"], row["measure_id"]
    return {
        "validation": validation,
        "slice_kind": one.slice_kind,
        "slice_level": one.slice_level,
        "forecast_bin": one.bin_name,
        "expected_days": one.expected_days,
        **row,
    }


def _influence_row(one: Influence) -> dict[str, Any]:
    return {
        "model_id": MODEL_ID,
        "influence_kind": one.kind,
        "feature_id": one.feature_id,
        "value_set": "none" if one.value is None else f"{one.value:g}",
        "measure_id": one.measure_id,
        **_values(one.figure, one.low, one.high),
        **{name: getattr(one, name) for name in _INTEGERS},
    }


def _figure_row(found: Figure) -> dict[str, Any]:
    return {
        "model_id": MODEL_ID,
        "baseline": found.baseline,
        "measure_id": found.measure_id,
        **_values(found.value, found.low, found.high),
        **{name: getattr(found, name) for name in _INTEGERS},
    }


def _values(value: float, low: float, high: float) -> dict[str, Any]:
    if math.isnan(value):
        reason = "nothing to compare: no two months of one person differ, or none is above 0"
        empty = dict.fromkeys(("value", "ci_low", "ci_high"))
        return {"status": str(Status.NOT_ESTIMABLE), "reason": reason, **empty}
    return {
        "status": str(Status.ESTIMATED),
        "reason": None,
        "value": value,
        "ci_low": low,
        "ci_high": high,
    }


def _nothing(reason: str) -> dict[str, pl.DataFrame]:
    said = {
        "model_id": MODEL_ID,
        "status": str(Status.NOT_ESTIMABLE),
        "reason": reason,
        **dict.fromkeys(("value", "ci_low", "ci_high")),
        **dict.fromkeys(_INTEGERS),
    }
    place = {"validation": HELD_OUT_PEOPLE, "slice_kind": ALL, "slice_level": ALL}
    metric = {"baseline": NO_BASELINE, "measure_id": "deviance_explained"}
    influence = {"influence_kind": "family shuffled", "feature_id": ALL, "value_set": "none"}
    return {
        "estimates.model_metric": _frame([place | metric | said]),
        "estimates.model_calibration": _frame(
            [place | said | {"forecast_bin": ALL, "expected_days": None}]
        ),
        "estimates.model_influence": _frame([influence | said | {"measure_id": "deviance_lost"}]),
    }


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    numbers = dict.fromkeys(("value", "ci_low", "ci_high", "expected_days"), pl.Float64)
    counts = dict.fromkeys(_INTEGERS, pl.Int64)
    kinds = {**numbers, **counts, "reason": pl.String}
    schema = {name: kinds.get(name, pl.String) for name in rows[0]}
    return pl.DataFrame(rows, schema=schema)
