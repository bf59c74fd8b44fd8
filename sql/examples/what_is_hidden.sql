-- grain: one row per table and status
-- analyst: How much of the main tables is shown, and why is the rest not?
SELECT table_name, status, count(*) AS n_rows
FROM (
    SELECT 'burden_site_window' AS table_name, status FROM pub.burden_site_window
    UNION ALL
    SELECT 'trigger_effect', status FROM pub.trigger_effect
    UNION ALL
    SELECT 'trigger_site', status FROM pub.trigger_site
    UNION ALL
    SELECT 'trigger_subgroup', status FROM pub.trigger_subgroup
    UNION ALL
    SELECT 'therapy_effect', status FROM pub.therapy_effect
    UNION ALL
    SELECT 'therapy_event_time', status FROM pub.therapy_event_time
    UNION ALL
    SELECT 'data_quality', status FROM pub.data_quality
)
GROUP BY table_name, status
ORDER BY table_name, status
