"""Measures and estimands of what happens window by window around a start, and after a stop."""

from __future__ import annotations

EVENT_TIME_MEASURES = (
    (
        "mmd_window_difference",
        "Difference in monthly migraine days in a window",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 in one 28-day window around time zero: those who started, or "
        "stopped, minus comparable people who did not, each as a change since their own base",
    ),
    (
        "mmd_observed",
        "Monthly migraine days of those who started",
        "d/(28.d)",
        "lower",
        "Mean of migraine days per 28 in the window over those who started and are known in it",
    ),
    (
        "mmd_expected",
        "Monthly migraine days had they not started",
        "d/(28.d)",
        "lower",
        "The observed mean less the estimated difference: what comparable people who did not start "
        "had, who also came from their worst months",
    ),
    (
        "mmd_change",
        "Change since before the start",
        "d/(28.d)",
        "lower",
        "Observed mean of the window less that of the three windows before the start. No effect: "
        "people start at their worst and get better anyway, by about what stands beside it",
    ),
    (
        "stopped_by_day_84",
        "Share who stopped by day 84",
        "1",
        "neither",
        "New starters whose first course had ended, with the wait for a next session gone by, "
        "before day 84, of those whose therapies are on record that long",
    ),
    (
        "course_weeks_median",
        "Weeks until half have stopped",
        "wk",
        "neither",
        "Median length of the first course by Kaplan and Meier, in whole weeks; who is still on it "
        "when the record ends counts until then",
    ),
)
EVENT_TIME_ESTIMANDS = (
    (
        "event_did",
        "Difference in migraine days of one 28-day window that starting made to those who started, "
        "from the change since months 6 to 4 before the start",
        "New users with six known months before the start, known in the window and with comparable "
        "people in the same calendar months",
        "Starting against the comparator, or against not starting then: some of them start later",
        "Doubly robust difference-in-differences by cohort and time, cohorts being calendar "
        "windows of the start, averaged over starters (Callaway and Sant'Anna 2021); cross-fitted, "
        "errors clustered by person, bands by multiplier bootstrap",
        "causal under the stated assumptions",
        "Without the start both would have changed alike since months 6 to 4; just after the start "
        "what brought people to it has not all passed",
    ),
    (
        "event_aipw",
        "The same difference between people alike in their months before the start",
        "The same people",
        "Starting against the comparator, or against not starting then: some of them start later",
        "The same, given three months before the start and the mean of six as well",
        "causal under the stated assumptions",
        "Starters alike in these months, age, sex, diagnosis, site and other starts are alike in "
        "what else matters",
    ),
    (
        "starters_only",
        "What was observed in those who started, with nobody beside them",
        "The same starters",
        "None",
        "Means with errors clustered by person",
        "description",
        "None would make a change since before the start an effect",
    ),
    (
        "after_stop",
        "Difference in migraine days of one 28-day window after the last dose that stopping made "
        "to those who stopped",
        "People whose first course lasted four weeks or more, three known months before the stop",
        "Having stopped against being still on the therapy in the same calendar months: some of "
        "them stop later",
        "As event_aipw, the change counted from months 3 to 1 before the stop, given these months "
        "and how long the course had lasted",
        "causal under the stated assumptions",
        "Who stops and who goes on, alike in these months and in the course, are alike in what "
        "else matters; whoever stops because of a change to come is not",
    ),
    (
        "course",
        "How long those who newly started a therapy stay on it",
        "New users whose therapies are on record",
        "None",
        "Counts with Wilson's interval; Kaplan-Meier with Brookmeyer's and Crowley's interval",
        "description",
        "Records end for reasons that have nothing to do with the course",
    ),
)
