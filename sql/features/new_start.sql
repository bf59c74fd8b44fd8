-- grain: one row per person and first start of a therapy after its washout
-- a change is told from: index_date
-- New users only: the diary was running, and every therapy would have been delivered, for the whole
-- washout before the start. Co-starts are counted up to 28 days after it, so those are needed too.
SELECT u.person_id, u.site_code, u.therapy_id, u.index_date
FROM features.first_use AS u
JOIN features.diary_person AS d ON d.person_id = u.person_id
CROSS JOIN reference.definition AS f
JOIN features.therapy_record AS r
    ON r.person_id = u.person_id
    AND r.from_date <= u.index_date - CAST(f.washout_days AS INTEGER)
    AND r.to_date >= u.index_date + 28
WHERE date_diff('day', d.first_date, u.index_date) >= f.washout_days
ORDER BY u.person_id, u.therapy_id
