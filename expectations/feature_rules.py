"""Rules that join several columns of a features table: (name, what is wrong, SQL true when so)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.burden_rules import BURDEN_RULES

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

FeatureRule = tuple[str, str, str]


def _recent_rules() -> tuple[FeatureRule, ...]:
    """Days of a kind are known days, those are observed days, and 7 days lie within 28."""
    kinds = ("headache", "attack", "severe", "acute")
    spans = (7, 28)
    beyond_known = [f"{kind}_days_{n} > {kind}_known_days_{n}" for kind in kinds for n in spans]
    beyond_seen = [f"{kind}_known_days_{n} > observed_days_{n}" for kind in kinds for n in spans]
    counts = [f"{kind}_{days}" for kind in kinds for days in ("days", "known_days")]
    beyond_28 = [f"{count}_7 > {count}_28" for count in ("observed_days", *counts)]
    return (
        ("more_days_than_known", "more days of a kind than are known", " OR ".join(beyond_known)),
        ("more_known_than_observed", "more known days than observed", " OR ".join(beyond_seen)),
        ("more_in_7_than_in_28_days", "7 days hold more than the 28", " OR ".join(beyond_28)),
    )


FEATURE_RULES: dict[str, tuple[FeatureRule, ...]] = {
    **BURDEN_RULES,
    "features.diary_spine": (
        (
            "migraine_without_headache",
            "a migraine day is not a headache day",
            "is_migraine AND NOT is_headache",
        ),
        (
            "unobserved_with_values",
            "a day nobody observed carries a value",
            "NOT is_observed AND (coalesce(is_headache, is_migraine, is_attack, is_severe, "
            "is_acute_drug, is_late) IS NOT NULL OR entry_delay_days IS NOT NULL)",
        ),
        (
            "late_without_delay",
            "of a day's delay and whether that is late one is known and the other is not",
            "(is_late IS NULL) <> (entry_delay_days IS NULL)",
        ),
        (
            "relative_weekend",
            "a weekday is given for a relative date, or none for a calendar date",
            "(weekend IS NULL) <> date_is_relative",
        ),
    ),
    "features.onset_day": (
        (
            "onset_off_risk",
            "an attack onset is given for a day that is not at risk, or none for one that is",
            "is_at_risk <> (is_onset IS NOT NULL)",
        ),
        (
            "at_risk_without_clean_day",
            "a day is at risk without a clean day before it",
            "is_at_risk AND clean_days = 0",
        ),
    ),
    "features.cycle_day": (
        (
            "neither_window_known",
            "a day near a bleeding is not told whether it lies in the menstrual window",
            "menses_window IS NULL",
        ),
    ),
    "features.factor_day": (
        (
            "heavy_without_any_alcohol",
            "heavy drinking without any",
            "alcohol_heavy AND NOT alcohol_any",
        ),
    ),
    "features.person_window": (
        (
            "observed_days_above_spine_days",
            "observed_days exceeds spine_days",
            "observed_days > spine_days",
        ),
        ("longer_than_28_days", "a window spans more than 28 days", "spine_days > 28"),
        (
            "late_known_above_observed",
            "the time of entry is known of more days than were observed",
            "late_known_days > observed_days",
        ),
        (
            "signs_known_above_observed",
            "early signs are known of more days than were observed",
            "premonitory_known_days > observed_days",
        ),
    ),
    "features.change_day": (
        (
            "sleep_shift_of_unknown_change",
            "a shift of sleep is known and the change is not, or the other way round",
            "(sleep_shift IS NULL) <> (sleep_change_minutes IS NULL)",
        ),
        (
            "letdown_and_rise",
            "stress both fell and rose",
            "stress_letdown AND stress_rise",
        ),
        (
            "change_of_stress_half_known",
            "one change of stress is known and another of the same days is not",
            "(stress_letdown IS NULL) <> (stress_rise IS NULL) "
            "OR (stress_letdown IS NULL) <> (high_stress_twice IS NULL)",
        ),
        (
            "change_of_caffeine_half_known",
            "one change of caffeine is known and the other is not",
            "(caffeine_drop IS NULL) <> (caffeine_withdrawal IS NULL)",
        ),
    ),
    "features.surprise_day": (
        (
            "known_habits_miscounted",
            "known_habits is not the number of surprisals known",
            "known_habits <> CAST(stress_surprisal IS NOT NULL AS INTEGER) "
            "+ CAST(sleep_surprisal IS NOT NULL AS INTEGER) "
            "+ CAST(caffeine_surprisal IS NOT NULL AS INTEGER) "
            "+ CAST(alcohol_surprisal IS NOT NULL AS INTEGER) "
            "+ CAST(meals_surprisal IS NOT NULL AS INTEGER)",
        ),
        (
            "mean_above_every_surprisal",
            "the mean lies above the greatest surprisal",
            "mean_surprisal > greatest(stress_surprisal, sleep_surprisal, caffeine_surprisal, "
            "alcohol_surprisal, meals_surprisal) + 1e-9",
        ),
    ),
    "features.recent_days": _recent_rules(),
    "features.therapy_dose": (
        (
            "given_until_before_dose",
            "a dose lasts until a day before it was given",
            "given_until < dose_date",
        ),
        (
            "one_day_without_session",
            "a dose lasts one day and is no session",
            "given_until = dose_date AND NOT is_session",
        ),
    ),
    "features.therapy_course": (
        ("last_before_first", "a course ends before it begins", "last_date < first_date"),
        (
            "effect_ends_before_course",
            "the effect of a course ends before the course, or before its last dose carries on",
            "active_until < last_date OR washout_until < active_until",
        ),
        (
            "end_half_known",
            "of a course's last day and the ends of its effect some are known and some are not",
            "(last_date IS NULL) <> (active_until IS NULL) "
            "OR (last_date IS NULL) <> (washout_until IS NULL)",
        ),
        (
            "one_day_without_session",
            "a course of one day has no session",
            "last_date = first_date AND sessions = 0",
        ),
        (
            "timed_sessions_above_sessions",
            "more sessions have minutes than there are",
            "timed_sessions > sessions OR (timed_sessions = 0) <> (minutes IS NULL)",
        ),
    ),
    "features.therapy_day": (
        (
            "washout_on_a_session",
            "the day of a session is called washout",
            "phase = 'washout' AND days_since_session = 0",
        ),
        (
            "session_before_course",
            "the latest session of a course lies before its first day",
            "days_since_session > day_of_course",
        ),
        (
            "sessions_without_a_latest",
            "sessions are counted and none is the latest, or none is counted and one is",
            "(sessions_so_far = 0) <> (days_since_session IS NULL)",
        ),
        (
            "more_sessions_than_days",
            "a course has more sessions than days",
            "sessions_so_far > day_of_course + 1",
        ),
    ),
    "features.window_measure": (
        ("weight_not_positive", "a denominator is zero or below", "weight <= 0"),
        (
            "share_above_one",
            "more days count than there are",
            "measure_id IN ('severe_day_share', 'premonitory_day_share', 'diary_completeness') "
            "AND value > weight",
        ),
        (
            "score_of_several_forms",
            "the last form of a window is not one, or gives no points it can give",
            "(measure_id = 'hit6_mean' AND (weight <> 1 OR value NOT BETWEEN 36 AND 78)) "
            "OR (measure_id = 'midas_mean' AND (weight <> 1 OR value NOT BETWEEN 0 AND 276))",
        ),
        (
            "satisfaction_off_scale",
            "answers from 0 to 10 have a sum outside, or fewer answers than days",
            "measure_id = 'satisfaction_mean' "
            "AND (value NOT BETWEEN 0 AND 10 * weight OR weight < days)",
        ),
    ),
}


def feature_rules(table: Table) -> list[FeatureRule]:
    """The rules of one table: its own, and that no days are counted beyond those that are known."""
    stems = [n.removesuffix("_known_days") for n in table.column_names if n.endswith("_known_days")]
    known = [
        (
            f"{stem}_days_above_known",
            f"{stem}_days exceeds {stem}_known_days",
            f"{stem}_days > {stem}_known_days",
        )
        for stem in stems
    ]
    return [*FEATURE_RULES.get(table.name, ()), *known]
