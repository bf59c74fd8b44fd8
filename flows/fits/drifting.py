"""Have inputs moved since the version last published: what is compared with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.fits.fit_recipe import last_day_of, rule_of_models
from flows.fits.model_inputs import (
    forecast_inputs,
    newest_months,
    therapy_inputs,
    trigger_inputs,
)
from models.drift.calibration import Calibration, calibration_in_the_large
from models.drift.drift_rows import (
    EARLIER,
    Inputs,
    calibration_row,
    drift_rows,
    drift_sentences,
    joined,
    reference_of,
)
from models.registry.opening import OpenedModel, open_model
from models.registry.purposes import FORECAST
from triggerscape.errors import TriggerscapeError
from triggerscape.warehouse.reference.tables import make_reference

if TYPE_CHECKING:
    import duckdb

    from flows.run import Run
    from models.forecast.forecast_model import ForecastModel


@dataclass(frozen=True)
class Moved:
    """estimates.model_drift, what to keep for the next comparison, and what the run must say."""

    rows: pl.DataFrame
    references: dict[str, dict[str, Any]]
    warnings: tuple[str, ...]


def moved_inputs(run: Run, con: duckdb.DuckDBPyConnection, forecast: ForecastModel | None) -> Moved:
    """Every model's inputs in the newest closed window, against those of the version published.

    Where none was published, or it is not on this machine, against all windows before.
    ``forecast`` has the trees that are kept.
    """
    rule, last_day = rule_of_models(run), last_day_of(run, con)
    if last_day is None:
        return Moved(pl.DataFrame(), {}, ())
    make_reference(con, run.settings)
    looked_at: list[Inputs] = [trigger_inputs(con, run.factors, last_day), therapy_inputs(con)]
    if forecast is not None:
        known = run.settings["definitions.min_window_days"]
        looked_at.append(forecast_inputs(con, forecast, last_day, known))
    published = {one.model_id: opened_published(run, one.model_id) for one in looked_at}
    found = []
    for one in looked_at:
        before = published[one.model_id]
        reference = before.reference if before else {}
        compared_with = before.version if before else EARLIER
        found.append(drift_rows(one, reference, compared_with, rule.threshold))
    if forecast is not None:
        found.append(_calibration(run, con, published[FORECAST]))
    rows = joined(found)
    references = {one.model_id: reference_of(one, rule.threshold) for one in looked_at}
    return Moved(rows, references, tuple(drift_sentences(rows)))


def opened_published(run: Run, model_id: str) -> OpenedModel | None:
    """The version of a model in the newest release; None where there is none to be read here."""
    file = run.workspace.releases / "latest" / "parquet" / "model_version.parquet"
    if not file.is_file():
        return None
    versions = pl.read_parquet(file).filter(model_id=model_id)["version"].drop_nulls().to_list()
    if not versions:
        return None
    try:
        return open_model(run.workspace.home, model_id, versions[0])
    except TriggerscapeError:
        return None


def _calibration(
    run: Run, con: duckdb.DuckDBPyConnection, published: OpenedModel | None
) -> pl.DataFrame:
    """What the forecast last published expected of a window it never saw, beside what came."""
    nobody = Calibration(None, None, None, 0)
    if published is None or published.forecast is None:
        return calibration_row(FORECAST, EARLIER, nobody, 0)
    model = published.forecast
    known = run.settings["definitions.min_window_days"]
    months = newest_months(con, known, model.feature_names)
    if months is None or int(months.window.max()) <= model.training.last_window:
        return calibration_row(FORECAST, published.version, nobody, 0)
    days = months.known_days / 28.0
    found = calibration_in_the_large(
        months.rate * days, model.predict(months.features) * days, months.person
    )
    return calibration_row(FORECAST, published.version, found, len(set(months.site.tolist())))
