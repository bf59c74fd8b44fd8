-- grain: one row per claim line that has a procedure code
-- The last record of a line decides: a negative one that leaves nothing paid takes the line back.
-- What a line with several records cost in the end, its amounts alone do not tell.
WITH record AS (
    SELECT *,
        CASE WHEN encounter_id IS NOT NULL OR claim_type IS NOT DISTINCT FROM 'institutional'
            OR coalesce(claim_line_start_date = claim_start_date, true) THEN ''
            ELSE '.' || replace(claim_line_start_date, '-', '') END AS later_day,
        coalesce(nullif(TRY_CAST(paid_amount AS DECIMAL(18, 2)), 0),
            nullif(TRY_CAST(allowed_amount AS DECIMAL(18, 2)), 0),
            nullif(TRY_CAST(charge_amount AS DECIMAL(18, 2)), 0),
            TRY_CAST(service_unit_quantity AS DECIMAL(18, 2)), 0) AS amount,
        TRY_CAST(allowed_amount AS DECIMAL(18, 2)) AS allowed,
        TRY_CAST(paid_amount AS DECIMAL(18, 2)) AS paid
    FROM landed WHERE hcpcs_code IS NOT NULL
),
judged AS (
    SELECT *, last_value(amount) OVER line < 0 AND sum(amount) OVER line <= 0 AS is_taken_back,
        min(source_row) OVER line AS first_row,
        CASE WHEN count(*) OVER line = 1 AND allowed >= 0 THEN allowed END AS cost,
        max(ingest_datetime) OVER line AS recorded_at
    FROM record WINDOW line AS (PARTITION BY claim_id, claim_line_number
        ORDER BY paid_date NULLS FIRST, source_row
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    QUALIFY row_number() OVER (PARTITION BY claim_id, claim_line_number
        ORDER BY amount < 0, paid_date DESC NULLS LAST, source_row DESC) = 1
)
SELECT
    first_row AS source_row, 'line-' || claim_id || '-' || claim_line_number AS therapy_key,
    coalesce(encounter_id, claim_id || later_day) AS visit_key,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    coalesce(claim_line_start_date, claim_start_date) AS start_date,
    nullif(claim_line_end_date, coalesce(claim_line_start_date, claim_start_date)) AS end_date,
    ltrim(service_unit_quantity, '-') AS quantity,
    CAST(cost AS VARCHAR) AS cost_amount, CASE WHEN cost IS NOT NULL THEN 'USD' END AS cost_currency,
    CAST(CASE WHEN paid BETWEEN 0 AND cost THEN paid END AS VARCHAR) AS covered_amount,
    CASE WHEN is_taken_back THEN 'entered_in_error' ELSE 'completed' END AS status,
    CASE WHEN upper(hcpcs_code) SIMILAR TO '[0-9]{4}[0-9A-Z]' THEN 'cpt:' || upper(hcpcs_code)
        WHEN upper(hcpcs_code) SIMILAR TO '[A-Z][0-9]{4}' THEN 'hcpcs:' || upper(hcpcs_code)
        ELSE 'local:' || replace(hcpcs_code, '|', '/') END AS codes,
    recorded_at
FROM judged
