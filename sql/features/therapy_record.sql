-- grain: one row per person and stretch of days for which all therapies of the site came
-- Only here does no row of therapy mean that none was given. A stretch of the ledger is unbroken:
-- deliveries that meet or overlap are one. Personal days have no place in its calendar.
SELECT d.person_id, d.site_code, p.from_date, p.to_date
FROM features.diary_person AS d
JOIN ledger.delivered_period AS p ON p.site_code = d.site_code
WHERE NOT d.date_is_relative AND p.contract = 'therapy' AND p.is_complete
ORDER BY d.person_id, p.from_date
