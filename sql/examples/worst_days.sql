-- grain: one row per stratum of days by posture, sleep and stress
-- leader: On which days do attacks begin most, over everybody and against people's own best days?
SELECT
    seen.posture_band, seen.sleep_band, seen.stress_band,
    own.estimate AS times_own_best_days, own.ci_low, own.ci_high,
    seen.estimate AS attacks_in_100_days, seen.n_people, seen.n_days, seen.status
FROM pub.exposure_stratum AS seen
LEFT JOIN pub.exposure_stratum AS own
    ON own.posture_band = seen.posture_band AND own.sleep_band = seen.sleep_band
    AND own.stress_band = seen.stress_band AND own.outcome_id = seen.outcome_id
    AND own.measure_id = 'onset_ratio'
WHERE seen.measure_id = 'onset_rate' AND seen.outcome_id = 'migraine_onset'
    AND seen.posture_band <> 'all' AND seen.sleep_band <> 'all' AND seen.stress_band <> 'all'
ORDER BY
    times_own_best_days DESC NULLS LAST, seen.posture_band, seen.sleep_band, seen.stress_band
