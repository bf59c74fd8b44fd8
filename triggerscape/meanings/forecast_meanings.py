"""What the figures about a forecast mean: code, label, unit, which way is better, definition."""

from __future__ import annotations

FORECAST_MEASURES = (
    (
        "deviance_explained",
        "Share of deviance explained",
        "1",
        "higher",
        "1 minus the Poisson deviance of the forecast over that of forecasting everybody's mean; "
        "most of it is knowing who has many attacks, not when",
    ),
    (
        "deviance_saved",
        "Deviance saved over a plain forecast",
        "1",
        "higher",
        "1 minus the Poisson deviance of the forecast over that of the plain one; 0: no better",
    ),
    (
        "forecast_error",
        "Mean error of the forecast",
        "d/(28.d)",
        "lower",
        "Mean distance of attack days per 28 from their forecast",
    ),
    (
        "own_month_concordance",
        "Concordance within people",
        "1",
        "higher",
        "Share of pairs of a month above a person's own mean and one below that the forecast "
        "orders rightly; 0.5 is a coin, and below it the forecast follows months just gone by",
    ),
    (
        "interval_coverage",
        "Coverage of 90% intervals",
        "1",
        "neither",
        "Share of months whose attack days lie within the interval, which promises 0.90 of all "
        "months, not of every fifth of them",
    ),
    (
        "interval_width",
        "Width of 90% intervals",
        "d/(28.d)",
        "lower",
        "Mean width of the interval, in days of 28",
    ),
    (
        "observed_over_expected",
        "Observed over expected attack days",
        "1",
        "neither",
        "Attack days that came over attack days that were forecast; 1 is calibrated",
    ),
    (
        "deviance_lost",
        "Deviance lost by shuffling",
        "1",
        "neither",
        "How much the deviance rises, as a share of that of forecasting everybody's mean, when the "
        "feature's values are dealt out to others: what the forecast leans on, never a cause",
    ),
    (
        "forecast_days",
        "Mean forecast with the feature set",
        "d/(28.d)",
        "neither",
        "Mean forecast over all months with the feature at one value for everybody: how the "
        "forecast uses it, not what a change of it would do",
    ),
)
