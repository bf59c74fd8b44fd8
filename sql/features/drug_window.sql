-- grain: one row per person and 28-day window with an observed day
-- reads features.outcome_day: 27 days ahead
-- Windows of the calendar; personal ones where the diary has no place in the calendar.
WITH placed AS (
    SELECT o.*, p.site_code,
        CASE WHEN p.date_is_relative THEN 'personal' ELSE 'calendar' END AS window_kind,
        CASE WHEN p.date_is_relative
            THEN CAST(date_diff('day', p.first_date, o.diary_date) // 28 AS INTEGER)
            ELSE d.window_index
        END AS window_index,
        CASE WHEN p.date_is_relative
            THEN o.diary_date - CAST(date_diff('day', p.first_date, o.diary_date) % 28 AS INTEGER)
            ELSE d.window_start
        END AS window_start
    FROM features.outcome_day AS o
    JOIN features.diary_person AS p ON p.person_id = o.person_id
    JOIN reference.calendar AS d ON d.calendar_date = o.diary_date
)
SELECT
    person_id, site_code, window_kind, window_index, window_start,
    count(took_any) AS any_known_days, count(*) FILTER (took_any) AS any_days,
    count(took_triptan) AS triptan_known_days, count(*) FILTER (took_triptan) AS triptan_days,
    count(took_ergot) AS ergot_known_days, count(*) FILTER (took_ergot) AS ergot_days,
    count(took_opioid) AS opioid_known_days, count(*) FILTER (took_opioid) AS opioid_days,
    count(took_combination) AS combination_known_days,
    count(*) FILTER (took_combination) AS combination_days,
    count(took_simple) AS simple_known_days, count(*) FILTER (took_simple) AS simple_days,
    count(took_gepant) AS gepant_known_days, count(*) FILTER (took_gepant) AS gepant_days,
    count(took_overusable) AS overusable_known_days, count(*) FILTER (took_overusable) AS overusable_days
FROM placed
GROUP BY person_id, site_code, window_kind, window_index, window_start
ORDER BY person_id, window_kind, window_index
