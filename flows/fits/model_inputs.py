"""What each model looks at, as frames: a row per person and window, a column an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.drift.drift_rows import Inputs
from models.forecast.features import with_features
from models.forecast.person_months import read_months
from models.registry.purposes import FORECAST, THERAPIES, TRIGGERS
from triggerscape.contract.months import PERSON_MONTH
from triggerscape.warehouse.designs.model_inputs import (
    THERAPY_INPUTS,
    factor_windows_sql,
    starters_sql,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb

    from models.forecast.forecast_model import ForecastModel
    from models.forecast.person_months import PersonMonths
    from triggerscape.factors import Factor

PREDICTION = "forecast_days"
CLOCKS = frozenset({"windows_so_far", "month_of_year"})
"""Features that move with the calendar in every window: no sign of anything."""


def trigger_inputs(
    con: duckdb.DuckDBPyConnection, factors: Sequence[Factor], last_day: dt.date
) -> Inputs:
    """Each factor's mean in each person's closed windows; reads reference.*."""
    names = tuple(factor.code for factor in factors)
    return Inputs(TRIGGERS, con.sql(factor_windows_sql(factors, last_day)).pl(), names)


def therapy_inputs(con: duckdb.DuckDBPyConnection) -> Inputs:
    """What is known of new starters at their time zero."""
    return Inputs(THERAPIES, con.sql(starters_sql()).pl(), THERAPY_INPUTS)


def forecast_inputs(
    con: duckdb.DuckDBPyConnection, model: ForecastModel, last_day: dt.date, min_window_days: int
) -> Inputs:
    """The forecast's features in closed windows kept well enough, and the days it expects next."""
    frame = with_features(
        con.sql(
            f"SELECT * FROM {PERSON_MONTH.name} WHERE window_start + 27 <= DATE '{last_day}' "
            f"AND observed_days >= {min_window_days} ORDER BY person_id, window_index"
        ).pl()
    )
    if not frame.is_empty():
        asked = frame.select(pl.col(model.feature_names).cast(pl.Float64).fill_null(float("nan")))
        frame = frame.with_columns(pl.Series(PREDICTION, model.predict(asked.to_numpy())))
    names = (name for name in model.feature_names if name not in CLOCKS)
    return Inputs(FORECAST, frame, (*names, PREDICTION))


def newest_months(
    con: duckdb.DuckDBPyConnection, min_window_days: int, features: Sequence[str]
) -> PersonMonths | None:
    """The newest window whose next is known well enough, with how that went; None without any."""
    known = f"FROM {PERSON_MONTH.name} WHERE next_known_days >= {min_window_days}"
    frame = con.sql(
        f"SELECT * {known} AND window_index = (SELECT max(window_index) {known}) "
        "ORDER BY person_id, window_index"
    ).pl()
    return None if frame.is_empty() else read_months(with_features(frame), features)
