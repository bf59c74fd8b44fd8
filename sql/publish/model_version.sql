-- grain: one row per model and published table it answers for
SELECT
    model_id, table_name, version, settings, code_version, inputs, first_window, last_window,
    reason, n_people, n_sites,
    CASE WHEN status = 'kept' AND n_people > 0 THEN 'ok' ELSE 'x' END AS status
FROM estimates.model_version
ORDER BY model_id, table_name
