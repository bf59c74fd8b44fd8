-- grain: one row per model, validation, slice and bin of the forecast
SELECT
    model_id, validation, slice_kind, slice_level, forecast_bin, expected_days,
    'observed_over_expected' AS measure_id,
    value AS estimate, ci_low, ci_high, n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_months, reason
FROM estimates.model_calibration
ORDER BY model_id, validation, slice_kind, slice_level, forecast_bin
