"""Opening a kept model: its card, its coefficients, and for the forecast the trees themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from models.forecast.forecast_model import ForecastModel, ForecastSettings, TrainingSummary
from models.registry.tree_file import trees_from_bytes
from triggerscape.registry.kept import KeptModel, read_version

if TYPE_CHECKING:
    from pathlib import Path

MODEL, TREES, CARD, CARD_TEXT, REFERENCE = (
    "model.json",
    "model.skops",
    "card.json",
    "card.md",
    "reference.json",
)


@dataclass(frozen=True)
class OpenedModel:
    """A version that was kept: ``told`` is model.json, ``forecast`` is there where trees are."""

    model_id: str
    version: str
    card: dict[str, Any]
    told: dict[str, Any]
    reference: dict[str, Any]
    forecast: ForecastModel | None

    def table(self, name: str) -> pl.DataFrame:
        """One table of coefficients by the name of its estimates; KeyError where there is none."""
        for table in self.told["tables"]:
            if table["table"] == name:
                return pl.DataFrame(
                    table["rows"],
                    schema=table["columns"],
                    orient="row",
                    infer_schema_length=None,
                )
        raise KeyError(f"{self.model_id} has no table {name}")


def open_model(home: Path, model_id: str, version: str | None = None) -> OpenedModel:
    """A model of a workspace, the newest version by default, each file checked by its digest.

    TriggerscapeError where there is none, a file is not what was kept, or the trees hold a type or
    an attribute that is not on the list.
    """
    kept = read_version(home, model_id, version)
    return OpenedModel(
        model_id=kept.model_id,
        version=kept.version,
        card=kept.told(CARD),
        told=kept.told(MODEL),
        reference=kept.told(REFERENCE) if REFERENCE in kept.files else {},
        forecast=_forecast(kept) if TREES in kept.files else None,
    )


def _forecast(kept: KeptModel) -> ForecastModel:
    told = kept.told(MODEL)
    return ForecastModel(
        estimator=trees_from_bytes(kept.files[TREES]),
        feature_names=tuple(told["feature_names"]),
        settings=ForecastSettings(**told["settings"]),
        training=TrainingSummary(**told["training"]),
        score_limit=float(told["score_limit"]),
        model_id=kept.model_id,
    )
