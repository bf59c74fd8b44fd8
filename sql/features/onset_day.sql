-- grain: one row per person and spine day
-- reads features.diary_spine: 28 days back
-- A day breaks the clean run when it was an attack day or when nobody knows whether it was.
WITH run AS (
    SELECT person_id, site_code, diary_date, day_number, is_attack,
        last_value(CASE WHEN is_attack IS NOT FALSE THEN day_number END IGNORE NULLS)
            OVER before_today AS last_break
    FROM features.diary_spine
    WINDOW before_today AS (
        PARTITION BY person_id ORDER BY diary_date ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING
    )
),
-- Counted to 28 at most: a run need not be followed back to the first day of a diary.
clean AS (
    SELECT person_id, site_code, diary_date, is_attack,
        CAST(least(day_number - coalesce(last_break, -1) - 1, 28) AS BIGINT) AS clean_days
    FROM run
),
-- An attack that pauses for attack_gap_days is still the same attack, so no day of the pause is
-- at risk of a new one.
risk AS (
    SELECT c.person_id, c.site_code, c.diary_date, c.is_attack, c.clean_days,
        c.is_attack IS NOT NULL
        AND c.clean_days >= greatest(f.clean_days, f.attack_gap_days + 1) AS is_at_risk
    FROM clean AS c
    CROSS JOIN reference.definition AS f
)
SELECT
    person_id, site_code, diary_date, clean_days, is_at_risk,
    CASE WHEN is_at_risk THEN is_attack END AS is_onset
FROM risk
ORDER BY person_id, diary_date
