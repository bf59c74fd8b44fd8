-- grain: one row per person, day and questionnaire; its first line in the file stands for it
-- A score comes as an observation of its own, as the value of its panel, or as a component of it.
WITH said AS (
    SELECT DISTINCT source_row, patient_id, status, last_updated,
        coalesce(effective_at, effective_instant, effective_start) AS moment,
        code, coalesce(value_integer, value_quantity) AS value
    FROM landed
    UNION ALL
    SELECT source_row, patient_id, status, last_updated,
        coalesce(effective_at, effective_instant, effective_start),
        part_code, coalesce(part_integer, part_quantity)
    FROM landed
),
named AS (
    SELECT *, regexp_extract(list_filter(list_transform(string_split(code, '|'),
            lambda one: coalesce(words[one], lower(one))), lambda one: regexp_full_match(one,
            '(hit6|midas|msq21|phq9|gad7|psqi|pss10|ndi)_(total|item_[0-9]+)'))[1],
            '^([a-z0-9]+)_(.+)$', ['instrument', 'part']) AS name,
        status = 'entered-in-error' AS is_error,
        substr(coalesce(CASE WHEN moment LIKE '%Z' THEN CAST(TRY_CAST(moment AS TIMESTAMPTZ)
            AT TIME ZONE getvariable('site_timezone') AS VARCHAR) END, moment), 1, 10) AS day
    FROM said CROSS JOIN (SELECT MAP {
        '44261-6': 'phq9_total', '44250-9': 'phq9_item_1', '44255-8': 'phq9_item_2',
        '44259-0': 'phq9_item_3', '44254-1': 'phq9_item_4', '44251-7': 'phq9_item_5',
        '44258-2': 'phq9_item_6', '44252-5': 'phq9_item_7', '44253-3': 'phq9_item_8',
        '44260-8': 'phq9_item_9', '70274-6': 'gad7_total', '69725-0': 'gad7_item_1',
        '68509-9': 'gad7_item_2', '69733-4': 'gad7_item_3', '69734-2': 'gad7_item_4',
        '69735-9': 'gad7_item_5', '69689-8': 'gad7_item_6', '69736-7': 'gad7_item_7'} AS words)
    WHERE status IN ('final', 'amended', 'corrected', 'entered-in-error')
),
part AS (
    SELECT min(min(source_row)) OVER answers AS source_row, patient_id, day, name.part AS part,
        name.instrument AS instrument,
        first(value ORDER BY last_updated DESC NULLS LAST, source_row, value)
            FILTER (WHERE NOT is_error) AS value,
        CASE WHEN bool_and(bool_and(is_error)) OVER answers THEN 'true' END AS is_deleted,
        max(max(last_updated)) OVER answers AS last_updated
    FROM named WHERE name.part <> '' AND (value IS NOT NULL OR is_error)
    GROUP BY patient_id, day, name
    WINDOW answers AS (PARTITION BY patient_id, day, name.instrument)
)
SELECT * REPLACE (
    -- A line with answers to several questionnaires stands for none: without one it is refused.
    CASE WHEN count(*) OVER (PARTITION BY source_row) = 1 THEN instrument END AS instrument)
FROM (SELECT * FROM (
    SELECT source_row, repeat('0', 6 - length(patient_id)) || patient_id AS person_key, instrument,
        day AS completed_on, part, value, is_deleted,
        coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
            last_updated) AS recorded_at
    FROM part)
PIVOT (any_value(value) FOR part IN (
    'item_1', 'item_2', 'item_3', 'item_4', 'item_5', 'item_6', 'item_7', 'item_8', 'item_9',
    'item_10', 'item_11', 'item_12', 'item_13', 'item_14', 'total')
    GROUP BY source_row, person_key, instrument, completed_on, is_deleted, recorded_at))
QUALIFY row_number() OVER (PARTITION BY source_row ORDER BY instrument, person_key, completed_on) = 1
