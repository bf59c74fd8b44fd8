-- grain: one row per ordered procedure that may be a therapy; laboratory and imaging are none
WITH ordered AS (
    SELECT *,
        coalesce(proc_start_time, proc_bgn_time, ordering_date) AS begins,
        lower(order_status_c_name) AS said,
        -- A standing or future order only begets orders; those it begets have been instantiated.
        future_or_stand IS NOT NULL AND instantiated_time IS NULL AS is_pattern
    FROM landed
    WHERE coalesce(lower(order_type_c_name), '') NOT IN (
        'lab', 'point of care testing', 'microbiology', 'pathology', 'blood bank', 'imaging',
        'ecg', 'echocardiography', 'diet', 'code status', 'referral', 'outpatient referral'
    )
)
SELECT
    source_row,
    'order-' || order_proc_id AS therapy_key,
    coalesce(pat_enc_csn_id, pat_enc_csn) AS visit_key,
    CASE WHEN length(pat_id) < 6 THEN lpad(pat_id, 6, '0') ELSE pat_id END AS person_key,
    coalesce(strftime(try_strptime(regexp_extract(begins, '^[0-9]+/[0-9]+/[0-9]{4} .*'),
        '%m/%d/%Y %I:%M:%S %p'), '%Y-%m-%d'), begins) AS start_date,
    'local:proc-' || proc_id AS codes,
    quantity,
    CASE
        WHEN said IN ('canceled', 'discontinued', 'denied approval') THEN 'cancelled'
        WHEN is_pattern OR said IS NULL THEN 'planned'
        WHEN said IN ('completed', 'resulted', 'verified', 'dispensed') THEN 'completed'
        WHEN said IN ('pending', 'sent', 'holding for referral', 'suspend', 'pending verify')
            THEN 'planned'
        ELSE said
    END AS status
FROM ordered
