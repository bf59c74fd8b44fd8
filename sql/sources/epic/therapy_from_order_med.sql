-- grain: one row per prescription
WITH prescribed AS (
    SELECT *,
        coalesce(start_date, ordering_date) AS begins,
        lower(order_status_c_name) AS said,
        lower(hv_dose_unit_c_name) AS unit,
        try_strptime(update_date, '%m/%d/%Y %I:%M:%S %p') AS updated
    FROM landed
)
SELECT
    source_row,
    'med-' || order_med_id AS therapy_key,
    coalesce(pat_enc_csn_id, pat_enc_csn) AS visit_key,
    CASE WHEN length(pat_id) < 6 THEN lpad(pat_id, 6, '0') ELSE pat_id END AS person_key,
    coalesce(strftime(try_strptime(regexp_extract(begins, '^[0-9]+/[0-9]+/[0-9]{4} .*'),
        '%m/%d/%Y %I:%M:%S %p'), '%Y-%m-%d'), begins) AS start_date,
    coalesce(strftime(try_strptime(regexp_extract(end_date, '^[0-9]+/[0-9]+/[0-9]{4} .*'),
        '%m/%d/%Y %I:%M:%S %p'), '%Y-%m-%d'), end_date) AS end_date,
    concat_ws('|', 'local:med-' || medication_id, 'name:' || replace(display_name, '|', ' ')) AS codes,
    -- A range such as 50-100 is no one dose.
    CASE WHEN unit IN ('mg', 'g', 'units') AND TRY_CAST(hv_discrete_dose AS DOUBLE) IS NOT NULL
        THEN hv_discrete_dose
    END AS dose_value,
    CASE WHEN TRY_CAST(hv_discrete_dose AS DOUBLE) IS NOT NULL
        THEN CASE unit WHEN 'mg' THEN 'mg' WHEN 'g' THEN 'g' WHEN 'units' THEN 'U' END
    END AS dose_unit,
    CASE
        WHEN said IN ('canceled', 'denied approval') THEN 'cancelled'
        WHEN said IN ('sent', 'completed', 'verified', 'dispensed', 'resulted', 'discontinued')
            THEN 'completed'
        WHEN said IS NULL
            OR said IN ('pending', 'pending verify', 'holding for referral', 'suspend')
            THEN 'planned'
        ELSE said
    END AS status,
    coalesce(strftime(updated AT TIME ZONE getvariable('site_timezone') AT TIME ZONE 'UTC',
        '%Y-%m-%dT%H:%M:%SZ'), update_date) AS recorded_at
FROM prescribed
