-- grain: one row per stretch of days on which a person's ticks for headache are complete
-- Without a tick that means headache there is nothing to be complete.
SELECT source_row, person_key, from_date, to_date, basis
FROM landed
WHERE EXISTS (
    SELECT 1 FROM beside.words WHERE contract_column IN ('headache', 'migraine')
)
