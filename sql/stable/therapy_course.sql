-- grain: one row per person, therapy leaf and course
SELECT
    person_id, site_code, therapy_code, course_number, first_date, last_date, sessions, minutes,
    usual_gap_days
FROM features.therapy_course
