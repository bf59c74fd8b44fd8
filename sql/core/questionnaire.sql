-- grain: one row per person, instrument and day of completion
SELECT
    person_id, site_code, person_key, instrument, completed_on, item_1, item_2, item_3, item_4,
    item_5, item_6, item_7, item_8, item_9, item_10, item_11, item_12, item_13, item_14, total,
    version, recall_days, recorded_at, delivery_id, source_sha256, source_row
FROM history.questionnaire
WHERE disposition = 'current'
