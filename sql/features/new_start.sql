-- grain: one row per person and first start of a therapy after its washout
-- a change is told from: index_date
-- New users only: the diary was running, and every therapy would have been delivered, for the whole
-- washout before the start. Co-starts are counted up to 28 days after it, so those are needed too.
SELECT u.person_id, u.site_code, u.therapy_id, u.index_date
FROM features.first_use AS u
JOIN features.diary_person AS d ON d.person_id = u.person_id
CROSS JOIN reference.definition AS f
WHERE NOT d.date_is_relative
    AND date_diff('day', d.first_date, u.index_date) >= f.washout_days
    AND EXISTS (
        SELECT 1 FROM ledger.delivered_period AS p
        WHERE p.site_code = u.site_code AND p.contract = 'therapy' AND p.is_complete
            AND p.from_date <= u.index_date - CAST(f.washout_days AS INTEGER)
            AND p.to_date >= u.index_date + 28
    )
ORDER BY u.person_id, u.therapy_id
