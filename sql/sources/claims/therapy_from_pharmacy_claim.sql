-- grain: one row per filled prescription: a claim line of the pharmacy
-- The last record of a line decides: a negative one that leaves nothing paid takes the line back.
-- What a line with several records cost in the end, its amounts alone do not tell.
WITH record AS (
    SELECT *, coalesce(nullif(TRY_CAST(paid_amount AS DECIMAL(18, 2)), 0),
        nullif(TRY_CAST(allowed_amount AS DECIMAL(18, 2)), 0),
        nullif(TRY_CAST(charge_amount AS DECIMAL(18, 2)), 0),
        TRY_CAST(quantity AS DECIMAL(18, 2)), 0) AS amount,
        TRY_CAST(allowed_amount AS DECIMAL(18, 2)) AS allowed,
        TRY_CAST(paid_amount AS DECIMAL(18, 2)) AS paid
    FROM landed
),
judged AS (
    SELECT *, last_value(amount) OVER line < 0 AND sum(amount) OVER line <= 0 AS is_taken_back,
        min(source_row) OVER line AS first_row,
        CASE WHEN count(*) OVER line = 1 AND allowed >= 0 THEN allowed END AS cost,
        max(ingest_datetime) OVER line AS recorded_at, TRY_CAST(ltrim(days_supply, '-') AS INTEGER) AS days
    FROM record WINDOW line AS (PARTITION BY claim_id, claim_line_number
        ORDER BY paid_date NULLS FIRST, source_row
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    QUALIFY row_number() OVER (PARTITION BY claim_id, claim_line_number
        ORDER BY amount < 0, paid_date DESC NULLS LAST, source_row DESC) = 1
)
SELECT
    first_row AS source_row, 'fill-' || claim_id || '-' || claim_line_number AS therapy_key,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    dispensing_date AS start_date,
    coalesce(CAST(TRY_CAST(dispensing_date AS DATE)
        + CASE WHEN days < 1 THEN 0 ELSE days - 1 END AS VARCHAR), days_supply) AS end_date,
    ltrim(quantity, '-') AS quantity,
    CAST(cost AS VARCHAR) AS cost_amount, CASE WHEN cost IS NOT NULL THEN 'USD' END AS cost_currency,
    CAST(CASE WHEN paid BETWEEN 0 AND cost THEN paid END AS VARCHAR) AS covered_amount,
    CASE WHEN is_taken_back THEN 'entered_in_error' ELSE 'completed' END AS status,
    'ndc:' || ndc_code AS codes, recorded_at
FROM judged
