"""The published findings about the forecast of the next 28 days."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

_MODEL = key("model_id", "The forecast: attack days of the next 28-day window")
_VALIDATION = key(
    "validation",
    "Whom the forecast was asked about: held-out people, months later than all it learnt from, "
    "left-out sites; or rows at random, which flatters and stands beside them to show how much",
    values=("held-out people", "forward in time", "left-out sites", "rows at random"),
)
_SLICE = (
    key("slice_kind", "all, sex, age_band, site, chronicity, or fifth of the forecast"),
    key("slice_level", "The level of it"),
)
_MONTHS = Column(
    "n_months", Kind.BIGINT, "Months behind it, rounded", unit="{month}", role=Role.COUNT
)
_REASON = Column("reason", Kind.TEXT, "Why there is no figure", role=Role.NOTE)

MODEL_METRIC = Table(
    name="pub.model_metric",
    grain="one row per model, validation, slice, baseline and measure",
    key=("model_id", "validation", "slice_kind", "slice_level", "baseline", "measure_id"),
    columns=(
        *FIRST,
        _MODEL,
        _VALIDATION,
        *_SLICE,
        key(
            "baseline",
            "The plain forecast it is compared with, itself fitted to the same rows; none for a "
            "figure of its own",
            values=("none", "last month", "own mean so far", "Poisson regression"),
        ),
        *estimate(decimals=3),
        _MONTHS,
        _REASON,
    ),
    warnings=(
        "Who has many attacks is easy to tell, when they come is not: read own_month_concordance "
        "before deviance_explained.",
        "Rows at random are no validation: months of one person stand on both sides.",
    ),
)

MODEL_CALIBRATION = Table(
    name="pub.model_calibration",
    grain="one row per model, validation, slice and bin of the forecast",
    key=("model_id", "validation", "slice_kind", "slice_level", "forecast_bin", "measure_id"),
    columns=(
        *FIRST,
        _MODEL,
        _VALIDATION,
        *_SLICE,
        key("forecast_bin", "all, or a fifth of all forecasts from lowest to highest"),
        Column(
            "expected_days",
            Kind.DOUBLE,
            "Mean of the forecasts in the bin",
            unit="d/(28.d)",
            role=Role.ESTIMATE,
            decimals=1,
        ),
        *estimate(decimals=2),
        _MONTHS,
        _REASON,
    ),
)

MODEL_INFLUENCE = Table(
    name="pub.model_influence",
    grain="one row per model, kind of influence, feature or family, and value set",
    key=("model_id", "influence_kind", "feature_id", "value_set", "measure_id"),
    columns=(
        *FIRST,
        _MODEL,
        key(
            "influence_kind",
            "One feature shuffled, a family of features shuffled, or a feature set for everybody",
            values=("one feature shuffled", "family shuffled", "set for everybody"),
        ),
        key("feature_id", "The feature, or the family of features"),
        key("value_set", "The value everybody was given; none where it was shuffled"),
        *estimate(decimals=3),
        _MONTHS,
        Column(
            "claim",
            Kind.TEXT,
            "What the row may be read as",
            values=("association, for prediction only: never a cause",),
            role=Role.NOTE,
        ),
        _REASON,
    ),
    warnings=(
        "How a forecast uses a feature, on people it never saw: association, for prediction only. "
        "It does not say what would happen if somebody changed it.",
        "A feature beside others that tell the same loses little when it alone is shuffled: read "
        "the family.",
    ),
)
FORECAST: tuple[Table, ...] = (MODEL_METRIC, MODEL_CALIBRATION, MODEL_INFLUENCE)
