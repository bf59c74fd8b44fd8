-- grain: one row per questionnaire of the file that was filled in to its end
-- Items are named hit6_item_1 … hit6_total, or item_1 … total where the name of the questionnaire
-- ends in that of the instrument.
WITH answer AS (
    SELECT *, coalesce(answer_integer, answer_decimal, answer_quantity, answer_points) AS value,
        regexp_extract(lower(link_id), '^/?(?:([a-z]+[0-9]*)_)?(total|item_[0-9]+)$',
            ['instrument', 'part']) AS name,
        coalesce(nullif(name['instrument'], ''), replace(
            regexp_extract(lower(questionnaire), '([a-z]+-?[0-9]*)([|].*)?$', 1), '-', ''))
            AS instrument
    FROM landed
    WHERE status IN ('completed', 'amended', 'entered-in-error')
),
named AS (
    SELECT *, first_value(instrument) OVER (PARTITION BY source_row
        ORDER BY TRY_CAST(item_place AS INTEGER), link_id, instrument) AS first_instrument
    FROM answer
    WHERE instrument IN ('hit6', 'midas', 'msq21', 'phq9', 'gad7', 'psqi', 'pss10', 'ndi')
        AND name.part <> ''
),
part AS (
    SELECT source_row, instrument, name.part AS part,
        first(value ORDER BY TRY_CAST(item_place AS INTEGER), value) AS value,
        repeat('0', 6 - length(min(patient_id))) || min(patient_id) AS person_key,
        min(authored) AS authored, min(last_updated) AS last_updated,
        CASE min(status) WHEN 'entered-in-error' THEN 'true' END AS is_deleted,
        substr(coalesce(CASE WHEN authored LIKE '%Z' THEN CAST(TRY_CAST(authored AS TIMESTAMPTZ)
            AT TIME ZONE getvariable('site_timezone') AS VARCHAR) END, authored), 1, 10)
            AS completed_on,
        coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
            last_updated) AS recorded_at
    FROM named WHERE instrument = first_instrument
    GROUP BY source_row, instrument, name, authored, last_updated
)
SELECT * FROM (SELECT * EXCLUDE (authored, last_updated) FROM part)
PIVOT (any_value(value) FOR part IN (
    'item_1', 'item_2', 'item_3', 'item_4', 'item_5', 'item_6', 'item_7', 'item_8', 'item_9',
    'item_10', 'item_11', 'item_12', 'item_13', 'item_14', 'total')
    GROUP BY source_row, person_key, instrument, completed_on, is_deleted, recorded_at)
