"""The fits of a run before, which hold as long as nothing they depend on has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.registry.opening import open_model
from models.registry.purposes import COUNTS, FORECAST
from triggerscape.contract.estimates.models import MODEL_VERSION_ESTIMATE
from triggerscape.contract.ledger import FITTED
from triggerscape.errors import TriggerscapeError
from triggerscape.registry.kept import versions_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from flows.run import Run
    from models.forecast.forecast_model import ForecastModel


@dataclass(frozen=True)
class FittedBefore:
    """What is needed of fits besides their estimates: the forecast, and what the run must say."""

    forecast: ForecastModel | None
    warnings: tuple[str, ...]


def fitted_before(run: Run, recipe: str) -> FittedBefore | None:
    """The fits that lie in estimates.*, if they were made by this recipe; else None.

    None also where a version of a model is no longer the newest, or its files are not what was
    kept: fitting again writes it anew.
    """
    with run.open_build() as build:
        found = build.execute(
            f"SELECT warnings FROM {FITTED.name} WHERE recipe = ?", [recipe]
        ).fetchall()
        versions = dict(
            build.execute(
                f"SELECT DISTINCT model_id, version FROM {MODEL_VERSION_ESTIMATE.name} "
                "WHERE version IS NOT NULL AND model_id <> ? ORDER BY ALL",
                [COUNTS],
            ).fetchall()
        )
    if not found:
        return None
    home = run.workspace.home
    if any(versions_of(home, model)[-1:] != [version] for model, version in versions.items()):
        return None
    try:
        opened = {model: open_model(home, model, version) for model, version in versions.items()}
    except TriggerscapeError:
        return None
    forecast = opened[FORECAST].forecast if FORECAST in opened else None
    return FittedBefore(forecast, tuple(found[0][0]))


def forget_fits(build: duckdb.DuckDBPyConnection) -> None:
    """Before estimates are replaced: a run killed in between leaves none that would be trusted."""
    build.execute(f"DELETE FROM {FITTED.name}")


def remember_fits(build: duckdb.DuckDBPyConnection, recipe: str, warnings: Sequence[str]) -> None:
    """After all estimates of a recipe were written."""
    build.execute(f"INSERT INTO {FITTED.name} VALUES (?, ?)", [recipe, list(warnings)])
