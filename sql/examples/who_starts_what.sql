-- grain: one row per therapy newly started
-- scientist: Who starts a therapy, and how bad were the months before and after?
SELECT
    s.therapy_id, count(*) AS starters, count(DISTINCT s.site_code) AS sites,
    round(avg(z.age_years), 1) AS mean_age,
    round(avg(z.mmd_before), 2) AS migraine_days_before, round(avg(z.mmd_after), 2) AS after_28_days,
    count(z.mmd_after) AS with_outcome
FROM trials.start AS s
LEFT JOIN trials.person_at_zero AS z
    ON z.person_id = s.person_id AND z.index_date = s.index_date
GROUP BY s.therapy_id
ORDER BY starters DESC, s.therapy_id
