-- grain: one row per encounter; without encounter_id per claim, per day of a professional claim
-- A claim of one day keeps its id as the visit's key; on its further days the day is added to it.
-- The last record of a line decides: a negative one that leaves nothing paid takes the line back.
WITH record AS (
    SELECT *, encounter_id IS NOT NULL OR claim_type IS NOT DISTINCT FROM 'institutional' AS is_stay,
        lpad(place_of_service_code, 2, '0') AS place, ltrim(bill_type_code, '0') AS bill,
        CASE WHEN is_stay THEN coalesce(admission_date, claim_start_date, claim_line_start_date)
            ELSE coalesce(claim_line_start_date, claim_start_date) END AS day,
        coalesce(encounter_id, claim_id || CASE WHEN NOT is_stay AND day <> claim_start_date
            THEN '.' || replace(day, '-', '') ELSE '' END) AS visit_key,
        coalesce(nullif(TRY_CAST(paid_amount AS DECIMAL(18, 2)), 0),
            nullif(TRY_CAST(allowed_amount AS DECIMAL(18, 2)), 0),
            nullif(TRY_CAST(charge_amount AS DECIMAL(18, 2)), 0),
            TRY_CAST(service_unit_quantity AS DECIMAL(18, 2)), 0) AS amount
    FROM landed WHERE place_of_service_code IS NULL OR place NOT IN ('01', '81')
),
judged AS (
    SELECT *, last_value(amount) OVER line < 0 AND sum(amount) OVER line <= 0 AS is_taken_back,
        min(source_row) OVER visit AS first_row, max(ingest_datetime) OVER visit AS recorded_at,
        row_number() OVER (PARTITION BY visit_key, claim_id, claim_line_number
            ORDER BY amount < 0, paid_date DESC NULLS LAST, source_row DESC) AS age
    FROM record WINDOW line AS (PARTITION BY visit_key, claim_id, claim_line_number
        ORDER BY paid_date NULLS FIRST, source_row
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
        visit AS (PARTITION BY visit_key)
),
standing AS (
    SELECT *, [*COLUMNS('^diagnosis_code_[0-9]+$')] AS diagnoses FROM judged WHERE age = 1
    QUALIFY is_taken_back = bool_and(is_taken_back) OVER (PARTITION BY visit_key)
),
coded AS (
    SELECT *, list_transform(list_filter(diagnoses, lambda code: code IS NOT NULL),
        lambda code: CASE
        WHEN coalesce(diagnosis_code_type, left(code, 1)) SIMILAR TO '[0-9]|.*9.*'
            THEN 'icd9:' || regexp_replace(upper(code), '^(E...|V..|[0-9]..)\.?([0-9]+)$', '\1.\2')
        ELSE 'icd10:' || regexp_replace(upper(code), '^(...)\.?(.+)$', '\1.\2') END) AS dx
    FROM standing
)
SELECT
    first_row AS source_row, visit_key,
    first(repeat('0', 6 - length(person_id)) || person_id ORDER BY source_row) AS person_key,
    min(day) AS visit_date,
    substr(min(CASE
        WHEN place IN ('21', '31', '34', '51', '61') OR bill SIMILAR TO '(11|18|21|41).*'
            THEN '1 inpatient'
        WHEN place = '23' OR ltrim(revenue_center_code, '0') SIMILAR TO '45.' THEN '2 emergency'
        WHEN place IN ('02', '10') THEN '3 telehealth'
        WHEN place = '12' OR bill SIMILAR TO '(32|33|34).*' THEN '4 home'
        WHEN place IN ('11', '17', '19', '20', '22', '24', '26', '49', '50', '53', '62', '65', '71',
            '72') OR bill SIMILAR TO '(12|13|22|23|7.|83|85).*' THEN '5 clinic'
        WHEN place IN ('03', '04', '13', '14', '15', '16', '18', '27', '33', '54', '60')
            THEN '6 community' ELSE '7 unknown' END), 3) AS setting,
    CASE WHEN bool_and(is_taken_back) THEN 'entered_in_error' ELSE 'completed' END AS status,
    nullif(array_to_string(list_sort(list_distinct(flatten(list(dx)))), '|'), '') AS dx_codes,
    recorded_at
FROM coded GROUP BY first_row, visit_key, recorded_at
