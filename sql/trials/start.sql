-- grain: one row per new start, with the doses that follow it
-- Several leaves of a group on one day are one session of it. An acute drug has no doses.
WITH begun AS (
    -- A group's own leaves are no other therapies; two leaves of one group are, of each other.
    SELECT s.person_id, s.therapy_id,
        count(*) FILTER (s.therapy_id NOT IN (v.therapy_code, v.therapy_group)) AS co_starts,
        min(o.therapy_id) FILTER (
            s.therapy_id IN (v.therapy_code, v.therapy_group) AND o.index_date = s.index_date
        ) AS leaf
    FROM features.new_start AS s
    JOIN features.first_use AS o
        ON o.person_id = s.person_id AND abs(date_diff('day', s.index_date, o.index_date)) <= 28
    JOIN reference.therapy AS v ON v.therapy_code = o.therapy_id
    GROUP BY s.person_id, s.therapy_id
),
dosed AS (
    SELECT s.person_id, s.therapy_id,
        count(DISTINCT CASE WHEN d.is_session THEN d.dose_date END) AS sessions_28,
        CASE WHEN count(*) FILTER (d.is_session) = count(d.minutes) FILTER (d.is_session)
            THEN CAST(sum(d.minutes) FILTER (d.is_session) AS BIGINT)
        END AS minutes_28
    FROM features.new_start AS s
    JOIN features.therapy_dose AS d
        ON d.person_id = s.person_id
        AND d.dose_date BETWEEN s.index_date AND s.index_date + 27
    JOIN reference.therapy AS v
        ON v.therapy_code = d.therapy_code AND s.therapy_id IN (v.therapy_code, v.therapy_group)
    GROUP BY s.person_id, s.therapy_id
)
SELECT s.person_id, s.site_code, s.therapy_id, s.index_date, b.co_starts, b.leaf,
    n.sessions_28, n.minutes_28,
    CASE WHEN n.sessions_28 IS NOT NULL AND r.to_date >= s.index_date + 83
        THEN coalesce(c.known_from <= s.index_date + 84, false)
    END AS is_stopped_by_84
FROM features.new_start AS s
JOIN begun AS b ON b.person_id = s.person_id AND b.therapy_id = s.therapy_id
JOIN features.therapy_record AS r
    ON r.person_id = s.person_id AND s.index_date BETWEEN r.from_date AND r.to_date
LEFT JOIN dosed AS n ON n.person_id = s.person_id AND n.therapy_id = s.therapy_id
LEFT JOIN trials.course_stop AS c
    ON c.person_id = s.person_id AND c.therapy_id = s.therapy_id
ORDER BY s.person_id, s.therapy_id
