-- grain: one row per person, day and questionnaire; its first line in the file stands for it
WITH named AS (
    SELECT source_row, person_id, observation_date AS day, result, ingest_datetime, regexp_extract(
        coalesce(words[normalized_code], words[source_code], lower(source_code)),
        '^(hit6|midas|msq21|phq9|gad7|psqi|pss10|ndi)_(total|item_[0-9]+)$',
        ['instrument', 'part']) AS name
    FROM landed CROSS JOIN (SELECT MAP {
        '44261-6': 'phq9_total', '44250-9': 'phq9_item_1', '44255-8': 'phq9_item_2',
        '44259-0': 'phq9_item_3', '44254-1': 'phq9_item_4', '44251-7': 'phq9_item_5',
        '44258-2': 'phq9_item_6', '44252-5': 'phq9_item_7', '44253-3': 'phq9_item_8',
        '44260-8': 'phq9_item_9', '70274-6': 'gad7_total', '69725-0': 'gad7_item_1',
        '68509-9': 'gad7_item_2', '69733-4': 'gad7_item_3', '69734-2': 'gad7_item_4',
        '69735-9': 'gad7_item_5', '69689-8': 'gad7_item_6', '69736-7': 'gad7_item_7'} AS words)
    WHERE result IS NOT NULL
),
answer AS (
    SELECT min(min(source_row)) OVER completion AS source_row,
        repeat('0', 6 - length(person_id)) || person_id AS person_key,
        name.instrument AS instrument, day AS completed_on, name.part AS part,
        first(result ORDER BY source_row) AS result,
        max(max(ingest_datetime)) OVER completion AS recorded_at
    FROM named WHERE name.instrument <> '' GROUP BY person_id, day, name
    WINDOW completion AS (PARTITION BY person_id, day, name.instrument)
)
SELECT * FROM answer PIVOT (any_value(result) FOR part IN (
    'item_1', 'item_2', 'item_3', 'item_4', 'item_5', 'item_6', 'item_7', 'item_8', 'item_9',
    'item_10', 'item_11', 'item_12', 'item_13', 'item_14', 'total')
    GROUP BY source_row, person_key, instrument, completed_on, recorded_at)
