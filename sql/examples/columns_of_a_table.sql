-- grain: one row per column of trigger_effect
-- analyst: What does each column mean, in which unit, with how many decimals, of what estimand?
SELECT position, column_name, type, unit, decimals, meaning, estimand
FROM pub.dictionary
WHERE table_name = 'pub.trigger_effect'
ORDER BY position
