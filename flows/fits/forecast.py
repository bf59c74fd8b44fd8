"""The forecast of the next 28 days: which months it reads, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.forecast.features import FEATURES, with_features
from models.forecast.forecast_fit import fit_forecast
from models.forecast.forecast_model import ForecastModel, ForecastSettings
from models.forecast.forecast_rows import forecast_rows
from models.forecast.person_months import read_months
from triggerscape.contract.months import PERSON_MONTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import polars as pl

    from models.forecast.person_months import PersonMonths

_PARTS = 1_000_003
"""A prime, so that this part of a key has nothing to do with its bucket."""


@dataclass(frozen=True)
class FittedForecast:
    """Rows by table of estimates, the model if there is one, and what the run must say."""

    rows: dict[str, pl.DataFrame]
    model: ForecastModel | None
    warnings: tuple[str, ...]


def fit_next_window(
    con: duckdb.DuckDBPyConnection, min_window_days: int, settings: ForecastSettings | None = None
) -> FittedForecast:
    """The forecast of all person-months on record, or of a sample of people where they are many."""
    chosen = settings or ForecastSettings()
    months, share = person_months(con, min_window_days, chosen.most_rows, FEATURES)
    if months is None:
        return FittedForecast({}, None, ())
    fit = fit_forecast(months, chosen, share)
    warned = fit.gate is not None and not fit.gate.is_open
    return FittedForecast(forecast_rows(fit), fit.model, (fit.reason,) if warned else ())


def person_months(
    con: duckdb.DuckDBPyConnection,
    min_window_days: int,
    most_rows: int,
    features: Sequence[str],
) -> tuple[PersonMonths | None, float]:
    """Months whose next is known well enough, in order, and the share of people they are from.

    Above ``most_rows``, people are chosen by their keys, which are hashes: the same people every
    night, whole, and those of a larger sample include those of a smaller one. None where no month
    has a next.
    """
    known = f"FROM {PERSON_MONTH.name} WHERE next_known_days >= {min_window_days}"
    (rows,) = con.execute(f"SELECT count(*) {known}").fetchall()[0]
    if not rows:
        return None, 1.0
    share = min(1.0, most_rows / rows)
    chosen = f"{known} AND person_id % {_PARTS} < {int(share * _PARTS) + 1}"
    frame = con.sql(f"SELECT * {chosen} ORDER BY person_id, window_index").pl()
    return read_months(with_features(frame), features), share
