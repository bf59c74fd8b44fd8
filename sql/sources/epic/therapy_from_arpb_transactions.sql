-- grain: one row per charge; payments and adjustments are none
-- A charge names an account and no patient, and a family may share one. Whose it is, tells the one
-- patient of the account seen that day in that department, else the account's only patient.
WITH seen AS (
    SELECT account_id, department_id, try_strptime(contact_date, '%m/%d/%Y %I:%M:%S %p') AS day,
        CASE WHEN count(DISTINCT pat_id) = 1 THEN min(pat_id) END AS pat_id,
        CASE WHEN count(DISTINCT coalesce(pat_enc_csn_id, pat_enc_csn)) = 1
            THEN min(coalesce(pat_enc_csn_id, pat_enc_csn))
        END AS csn
    FROM beside.pat_enc
    WHERE coalesce(lower(appt_status_c_name), '') NOT IN ('canceled', 'no show')
    GROUP BY account_id, department_id, day
),
account AS (
    SELECT account_id, CASE WHEN count(DISTINCT pat_id) = 1 THEN min(pat_id) END AS pat_id
    FROM beside.pat_enc
    GROUP BY account_id
),
charge AS (
    SELECT *,
        try_strptime(regexp_extract(service_date, '^[0-9]+/[0-9]+/[0-9]{4} .*'),
            '%m/%d/%Y %I:%M:%S %p') AS day,
        try_strptime(update_date, '%m/%d/%Y %I:%M:%S %p') AS updated
    FROM landed
    WHERE lower(tx_type_c_name) = 'charge'
),
owned AS (
    SELECT charge.*, seen.csn, coalesce(seen.pat_id, account.pat_id) AS pat_id
    FROM charge
    LEFT JOIN seen ON seen.account_id = charge.account_id
        AND seen.department_id = charge.department_id AND seen.day = charge.day
    LEFT JOIN account ON account.account_id = charge.account_id
)
SELECT
    source_row,
    'charge-' || tx_id AS therapy_key,
    csn AS visit_key,
    CASE WHEN length(pat_id) < 6 THEN lpad(pat_id, 6, '0') ELSE pat_id END AS person_key,
    coalesce(strftime(day, '%Y-%m-%d'), service_date) AS start_date,
    'local:proc-' || proc_id AS codes,
    procedure_quantity AS quantity,
    CASE WHEN void_date IS NULL THEN 'completed' ELSE 'entered_in_error' END AS status,
    coalesce(strftime(updated AT TIME ZONE getvariable('site_timezone') AT TIME ZONE 'UTC',
        '%Y-%m-%dT%H:%M:%SZ'), update_date) AS recorded_at
FROM owned
