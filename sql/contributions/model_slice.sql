-- grain: one row per validation, slice of people and person with a month in it that was asked about
WITH month AS (
    SELECT m.person_id, m.site_code, m.window_index,
        coalesce(m.sex, 'unknown') AS sex, coalesce(m.chronicity, 'unknown') AS chronicity,
        CASE
            WHEN m.age_years IS NULL THEN 'unknown'
            WHEN m.age_years < 18 THEN 'under 18'
            WHEN m.age_years < 30 THEN '18 to 29'
            WHEN m.age_years < 45 THEN '30 to 44'
            WHEN m.age_years < 60 THEN '45 to 59'
            ELSE '60 and over'
        END AS age_band,
        md5_number_lower(CAST(m AS VARCHAR)) AS mark
    FROM months.person_month AS m
    CROSS JOIN reference.definition AS f
    WHERE m.next_known_days >= f.min_window_days
),
-- The last two fifths of the windows are asked about forward in time.
late AS (
    SELECT list_sort(list(DISTINCT window_index)) AS windows, len(windows) AS many,
        windows[1 + least(CAST(floor(many * 0.6) AS BIGINT), many - 1)] AS first_asked
    FROM month
),
slice AS (
    SELECT person_id, site_code, mark, unnest([
        {'validation': 'held-out people', 'slice_kind': 'all', 'slice_level': 'all'},
        {'validation': 'held-out people', 'slice_kind': 'sex', 'slice_level': sex},
        {'validation': 'held-out people', 'slice_kind': 'age_band', 'slice_level': age_band},
        {'validation': 'held-out people', 'slice_kind': 'chronicity', 'slice_level': chronicity},
        {'validation': 'held-out people', 'slice_kind': 'site', 'slice_level': site_code},
        {'validation': 'left-out sites', 'slice_kind': 'site', 'slice_level': site_code},
        {'validation': 'left-out sites', 'slice_kind': 'all', 'slice_level': 'all'},
        {'validation': 'rows at random', 'slice_kind': 'all', 'slice_level': 'all'}
    ], recursive := true)
    FROM month
    UNION ALL
    SELECT person_id, site_code, mark, 'forward in time', 'all', 'all'
    FROM month
    JOIN late ON window_index >= first_asked
    UNION ALL
    SELECT person_id, site_code, mark, 'held-out people', 'fifth of the forecast', unnest([
        'lowest fifth', 'second fifth', 'middle fifth', 'fourth fifth', 'highest fifth'
    ])
    FROM month
)
SELECT
    'attack_days_next_28' AS model_id, validation, slice_kind, slice_level,
    person_id, any_value(site_code) AS site_code, true AS is_counted,
    CAST(NULL AS DOUBLE) AS person_amount, bit_xor(mark) AS digest
FROM slice
GROUP BY validation, slice_kind, slice_level, person_id
