-- grain: one row per site, estimand and measure
SELECT
    site_code AS site_id, 'site_case_mix' AS estimand_id, measure_id,
    ratio AS estimate, ci_low, ci_high, n_people,
    CASE WHEN measure_id <> 'responder_50_ratio' THEN n_days END AS n_days,
    CAST(1 AS BIGINT) AS n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    observed_mean, expected_mean, limit_95_low, limit_95_high, limit_998_low, limit_998_high,
    phi AS overdispersion_phi, tau2, z AS z_score, band AS funnel_band, reason
FROM estimates.site_comparison
ORDER BY site_id, measure_id
