-- grain: one row per rule, site or all, calendar window or all, and measure
-- Nobody on one side is hidden like few: else nobody could be told from one to ten.
SELECT
    rule_id, scope_id, window_id, measure_id, estimate, ci_low, ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status <> 'estimated' THEN 'x' WHEN n_hit = 0 OR n_without = 0 THEN 'c' ELSE 'ok' END
    AS status,
    n_hit AS n_changed, n_without AS n_unchanged, n_windows
FROM estimates.chronicity_change
ORDER BY rule_id, scope_id, window_id, measure_id
