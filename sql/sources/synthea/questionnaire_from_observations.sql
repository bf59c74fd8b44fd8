-- grain: one row per person, local day and questionnaire; its first line in the file stands for it
WITH said AS (
    SELECT source_row, patient AS person_key, code, "value", coalesce(CAST(CAST(
        CASE WHEN "date" LIKE '%Z' THEN TRY_CAST("date" AS TIMESTAMP)
            AT TIME ZONE 'UTC' AT TIME ZONE getvariable('site_timezone')
            ELSE TRY_CAST("date" AS TIMESTAMP) END AS DATE) AS VARCHAR), "date") AS completed_on
    FROM landed WHERE "value" IS NOT NULL
),
named AS (
    SELECT source_row, person_key, completed_on, "value", regexp_extract(
        coalesce(words[code], lower(code)),
        '^(hit6|midas|msq21|phq9|gad7|psqi|pss10|ndi)_(total|item_[0-9]+)$',
        ['instrument', 'part']) AS name
    FROM said CROSS JOIN (SELECT MAP {
        '44261-6': 'phq9_total', '44250-9': 'phq9_item_1', '44255-8': 'phq9_item_2',
        '44259-0': 'phq9_item_3', '44254-1': 'phq9_item_4', '44251-7': 'phq9_item_5',
        '44258-2': 'phq9_item_6', '44252-5': 'phq9_item_7', '44253-3': 'phq9_item_8',
        '44260-8': 'phq9_item_9', '70274-6': 'gad7_total', '69725-0': 'gad7_item_1',
        '68509-9': 'gad7_item_2', '69733-4': 'gad7_item_3', '69734-2': 'gad7_item_4',
        '69735-9': 'gad7_item_5', '69689-8': 'gad7_item_6', '69736-7': 'gad7_item_7'} AS words)
),
answer AS (
    SELECT min(min(source_row)) OVER (PARTITION BY person_key, completed_on, name.instrument)
            AS source_row,
        person_key, name.instrument AS instrument, completed_on, name.part AS part,
        first("value" ORDER BY source_row) AS "value"
    FROM named WHERE name.instrument <> '' GROUP BY person_key, completed_on, name
)
SELECT * FROM answer PIVOT (any_value("value") FOR part IN (
    'item_1', 'item_2', 'item_3', 'item_4', 'item_5', 'item_6', 'item_7', 'item_8', 'item_9',
    'item_10', 'item_11', 'item_12', 'item_13', 'item_14', 'total')
    GROUP BY source_row, person_key, instrument, completed_on)
