-- grain: one row per person and day of the diary, headache or not; the row of totals is none
WITH day AS (
    SELECT *, coalesce("격렬한 운동(분)", "격렬한운동(분)") AS vigorous, "중등도운동(분)" AS moderate
    FROM landed
    WHERE NOT (coalesce("등록번호", '합계') = '합계'
        AND NOT regexp_full_match(coalesce("날짜", ''), '[0-9]{8}'))
),
-- One tick for cheese and chocolate does not say which; two for the cycle are one trigger.
answer AS (
    SELECT source_row, unnest([
        'stress', 'sleep_excess', 'sleep_lack', 'exercise', 'fatigue', 'hormonal', 'hormonal',
        'emotion', 'weather', 'bright_light', 'noise', 'odour', 'alcohol', 'fasting', 'overeating',
        'caffeine', 'smoking', 'other', 'travel'
    ]) AS code, unnest([
        "내인적 요인 - 스트레스", "내인적 요인 - 수면과다", "내인적 요인 - 수면부족",
        "내인적 요인 - 운동", "내인적 요인 - 육체적 피로", "내인적 요인 - 생리주기 : 월경기",
        "내인적 요인 - 생리주기 : 배란기", "내인적 요인 - 과도한 감정변화",
        "외부적 요인 - 날씨/온도 변화", "외부적 요인 - 과도한 햇빛", "외부적 요인 - 소음",
        "외부적 요인 - 특정한 냄새(화장품 향수 등)", "기타 - 과도한 음주",
        "기타 - 불규칙한 식사(공복 등)", "기타 - 과식", "기타 - 과도한 카페인 음료",
        "기타 - 과도한 흡연", "기타 - 치즈 초콜릿", "기타 - 여행"
    ]) AS tick
    FROM day
),
-- What is neither 0 nor 1 is passed on, to be refused.
ticked AS (
    SELECT source_row, string_agg(DISTINCT code, '|' ORDER BY code) AS asked,
        string_agg(DISTINCT CASE tick WHEN '1' THEN code ELSE tick END, '|'
            ORDER BY CASE tick WHEN '1' THEN code ELSE tick END) FILTER (tick <> '0') AS present
    FROM answer
    WHERE tick IS NOT NULL
    GROUP BY source_row
)
SELECT day.source_row,
    upper("등록번호") AS person_key,
    CASE WHEN regexp_full_match("날짜", '[0-9]{8}')
        THEN substr("날짜", 1, 4) || '-' || substr("날짜", 5, 2) || '-' || substr("날짜", 7, 2)
        ELSE "날짜"
    END AS diary_date,
    'complete' AS entry_status,
    -- The column says that the day was free of headache. An ongoing headache may leave it empty.
    CASE upper("두통이없는날") WHEN 'Y' THEN 'false' WHEN 'N' THEN 'true'
        ELSE coalesce("두통이없는날", CASE WHEN upper("두통지속중여부") IN ('Y', '1') THEN 'true' END)
    END AS headache,
    "지속시간(분)" AS headache_minutes,
    "pain intensity (vas)" AS pain_max,
    CASE "예방약 사용" WHEN '1' THEN 'true' WHEN '0' THEN 'false' ELSE "예방약 사용" END
        AS preventive_taken,
    CASE "내인적 요인 - 생리주기 : 월경기" WHEN '1' THEN 'true' WHEN '0' THEN 'false' END AS menses,
    CASE WHEN vigorous IS NULL THEN moderate WHEN moderate IS NULL THEN vigorous
        ELSE coalesce(CAST(TRY_CAST(vigorous AS INTEGER) + TRY_CAST(moderate AS INTEGER) AS VARCHAR),
            vigorous || ' + ' || moderate)
    END AS exercise_min,
    ticked.asked AS triggers_asked,
    ticked.present AS triggers_present
FROM day
LEFT JOIN ticked ON ticked.source_row = day.source_row
