-- grain: one row per person and new start that another therapy began within 28 days of
-- A group's own leaves are no other therapies; two leaves of one group are.
SELECT s.person_id, s.therapy_id, count(*) AS co_starts
FROM features.new_start AS s
JOIN features.first_use AS o ON o.person_id = s.person_id
JOIN reference.therapy AS v ON v.therapy_code = o.therapy_id
WHERE s.therapy_id NOT IN (v.therapy_code, v.therapy_group)
    AND abs(date_diff('day', s.index_date, o.index_date)) <= 28
GROUP BY s.person_id, s.therapy_id
ORDER BY s.person_id, s.therapy_id
