"""What was found about the forecast of the next 28 days: skill, calibration, what it leans on."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

_SLICE = (
    text("model_id", "The forecast"),
    text("validation", "How the months asked about were kept from what was learnt"),
    text("slice_kind", "all, sex, age_band, site, chronicity, or fifth of the forecast"),
    text("slice_level", "The level of it"),
)
_FOUND = (
    text("status", "estimated, or not_estimable"),
    text("reason", "Why there is no figure"),
    number("value", "The figure"),
    number("ci_low", "Lower end of its 95% interval, over people drawn anew"),
    number("ci_high", "Upper end of its 95% interval"),
    count("n_people", "People behind it", "{person}"),
    count("n_months", "Their months", "{month}"),
    count("n_days", "Known days of the months forecast", "d"),
    count("n_sites", "Their sites", "{site}"),
)

METRIC_ESTIMATE = Table(
    name="estimates.model_metric",
    grain="one row per model, validation, slice, baseline and measure",
    key=("model_id", "validation", "slice_kind", "slice_level", "baseline", "measure_id"),
    columns=(
        *_SLICE,
        text("baseline", "The plain forecast compared with; none for a figure of its own"),
        text("measure_id", "What the figure measures"),
        *_FOUND,
    ),
)

CALIBRATION_ESTIMATE = Table(
    name="estimates.model_calibration",
    grain="one row per model, validation, slice and bin of the forecast",
    key=("model_id", "validation", "slice_kind", "slice_level", "forecast_bin"),
    columns=(
        *_SLICE,
        text("forecast_bin", "all, or a fifth of all forecasts"),
        number("expected_days", "Mean of the forecasts in the bin", "d/(28.d)"),
        *_FOUND,
    ),
)

INFLUENCE_ESTIMATE = Table(
    name="estimates.model_influence",
    grain="one row per model, kind of influence, feature or family, and value set",
    key=("model_id", "influence_kind", "feature_id", "value_set"),
    columns=(
        text("model_id", "The forecast"),
        text("influence_kind", "One feature shuffled, a family shuffled, or set for everybody"),
        text("feature_id", "The feature, or the family of features"),
        text("value_set", "The value everybody was given; none where it was shuffled"),
        text("measure_id", "What the figure measures"),
        *_FOUND,
    ),
)

FORECAST_ESTIMATES: tuple[Table, ...] = (
    METRIC_ESTIMATE,
    CALIBRATION_ESTIMATE,
    INFLUENCE_ESTIMATE,
)
