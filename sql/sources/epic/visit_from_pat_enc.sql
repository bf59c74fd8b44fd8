-- grain: one row per contact that was an appointment or a stay; calls, letters, refills are neither
WITH appointment AS (
    SELECT coalesce(pat_enc_csn_id, pat_enc_csn) AS csn,
        min(try_strptime(prov_start_time, '%m/%d/%Y %I:%M:%S %p')) AS starts
    FROM beside.pat_enc_appt GROUP BY csn
),
diagnosis AS (
    SELECT csn, string_agg(DISTINCT dx_code, '|' ORDER BY dx_code) AS dx_codes
    FROM (
        SELECT coalesce(d.pat_enc_csn_id, d.pat_enc_csn) AS csn,
            coalesce(c.dx_code, 'local:' || d.dx_id) AS dx_code
        FROM beside.pat_enc_dx AS d LEFT JOIN beside.dx_code AS c ON c.dx_id = d.dx_id
    )
    GROUP BY csn
),
department AS (
    SELECT department_id, lower(min(department_name)) AS named
    FROM beside.clarity_dep GROUP BY department_id
),
contact AS (
    SELECT *, coalesce(pat_enc_csn_id, pat_enc_csn) AS csn,
        -- Four figures, or 25 would be read as a year of antiquity.
        try_strptime(regexp_extract(contact_date, '^[0-9]+/[0-9]+/[0-9]{4} .*'),
            '%m/%d/%Y %I:%M:%S %p') AS day,
        try_strptime(hosp_admsn_time, '%m/%d/%Y %I:%M:%S %p') AS admitted,
        try_strptime(hosp_dischrg_time, '%m/%d/%Y %I:%M:%S %p') AS discharged,
        try_strptime(update_date, '%m/%d/%Y %I:%M:%S %p') AS updated,
        lower(coalesce(appt_status_c_name, calculated_enc_stat_c_name, 'completed')) AS said,
        upper(replace(visit_prov_title_name, '.', '')) AS title
    FROM landed
    WHERE appt_status_c_name IS NOT NULL OR hosp_admsn_time IS NOT NULL
)
SELECT
    source_row,
    contact.csn AS visit_key,
    CASE WHEN length(pat_id) < 6 THEN lpad(pat_id, 6, '0') ELSE pat_id END AS person_key,
    coalesce(strftime(day, '%Y-%m-%d'), contact_date) AS visit_date,
    coalesce(strftime(admitted, '%Y-%m-%dT%H:%M:%S'), hosp_admsn_time,
        strftime(starts, '%Y-%m-%dT%H:%M:%S')) AS start_local,
    CASE WHEN discharged IS NULL THEN hosp_dischrg_time
        ELSE CAST(date_diff('minute', admitted, discharged) AS VARCHAR)
    END AS duration_min,
    CASE WHEN admitted IS NOT NULL AND regexp_matches(named, '\b(ed|emergency)\b') THEN 'emergency'
        WHEN regexp_matches(named, '\b(tele|video|virtual)') THEN 'telehealth'
        WHEN CAST(discharged AS DATE) > CAST(admitted AS DATE) THEN 'inpatient'
        WHEN appt_status_c_name IS NOT NULL THEN 'clinic'
        ELSE 'unknown'
    END AS setting,
    CASE WHEN said IN ('complete', 'arrived', 'in progress') THEN 'completed'
        WHEN said IN ('scheduled', 'possible') THEN 'planned'
        WHEN said IN ('canceled', 'left without seen') THEN 'cancelled'
        WHEN said = 'no show' THEN 'no_show'
        WHEN said = 'invalid' THEN 'entered_in_error'
        ELSE said
    END AS status,
    CASE WHEN title IN ('MD', 'MBBS') THEN 'physician' WHEN title = 'DO' THEN 'osteopath'
        WHEN title IN ('PT', 'DPT') THEN 'physiotherapist' WHEN title = 'DC' THEN 'chiropractor'
        WHEN title = 'LAC' THEN 'acupuncturist' WHEN title = 'LMT' THEN 'massage_therapist'
        WHEN title IN ('RN', 'NP', 'APRN') THEN 'nurse' WHEN title = 'PSYD' THEN 'psychologist'
        WHEN title IN ('RD', 'RDN') THEN 'dietitian' WHEN title IS NOT NULL THEN 'other'
    END AS clinician_role,
    dx_codes,
    coalesce(strftime(updated AT TIME ZONE getvariable('site_timezone') AT TIME ZONE 'UTC',
        '%Y-%m-%dT%H:%M:%SZ'), update_date) AS recorded_at
FROM contact
LEFT JOIN appointment ON appointment.csn = contact.csn
LEFT JOIN diagnosis ON diagnosis.csn = contact.csn
LEFT JOIN department ON department.department_id = contact.department_id
