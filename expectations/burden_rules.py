"""Rules of outcomes, windows and scores: what must be true between columns, whoever the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.instruments import INSTRUMENTS
from triggerscape.contract.outcomes import DRUGS

if TYPE_CHECKING:
    from triggerscape.contract.instruments import Instrument

_CLASSES = tuple(name for name in DRUGS if name not in {"any", "overusable"})
_OVERUSES = "triptan ergot opioid combination simple mixed".split()


def _no_total(instrument: Instrument) -> str:
    """True of a total that no answers to the instrument give."""
    gaps = " OR ".join(f"total = {total}" for total in instrument.unreachable) or "false"
    outside = f"total NOT BETWEEN {instrument.low} AND {instrument.high}"
    return f"(instrument = '{instrument.name}' AND ({outside} OR {gaps}))"


BURDEN_RULES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "features.outcome_day": (
        (
            "four_hours_without_thirty_minutes",
            "a day counts at 4 hours and not at 30 minutes",
            "(migraine_criteria_4_h AND migraine_criteria_30_min IS NOT TRUE) "
            "OR (migraine_4_h AND migraine_30_min IS NOT TRUE)",
        ),
        (
            "long_headache_without_headache",
            "a day with headache of some length is not one with headache",
            "(headache_30_min OR headache_1_h) AND headache_any IS NOT TRUE",
        ),
        (
            "class_without_any_drug",
            "a drug of some class was taken and none at all",
            "(" + " OR ".join(f"took_{name}" for name in _CLASSES) + ") AND took_any IS NOT TRUE",
        ),
    ),
    "features.episode": (
        ("last_before_first", "an attack ends before it begins", "last_date < first_date"),
        (
            "days_do_not_add_up",
            "attack days and bridged days are not the days from the first to the last",
            "attack_days + bridged_days <> date_diff('day', first_date, last_date) + 1",
        ),
        (
            "known_above_attack_days",
            "more days are known than the attack has",
            "greatest(severe_known_days, acute_known_days) > attack_days",
        ),
    ),
    "features.window_variant": (
        (
            "days_not_in_order",
            "days exceed known days, known days observed days, or these 28",
            "days > known_days OR known_days > observed_days OR observed_days > 28",
        ),
    ),
    "features.drug_window": (
        (
            "class_above_any",
            "days with one class exceed days with any drug",
            f"greatest({', '.join(f'{name}_days' for name in _CLASSES)}, overusable_days) "
            "> any_days",
        ),
    ),
    "features.chronicity": (
        (
            "state_off_windows",
            "the state is known with fewer than three windows, or unknown with three",
            "(state = 'unknown') <> (judged_windows < 3)",
        ),
        (
            "chronic_above_judged",
            "more windows are chronic than can be judged, or more than three can",
            "chronic_windows > judged_windows OR judged_windows > 3",
        ),
        (
            "frequency_off_state",
            "a frequency is given for what is not episodic",
            "frequency IS NOT NULL AND state <> 'episodic'",
        ),
    ),
    "features.medication_overuse": (
        (
            "overuse_without_headache",
            "medication overuse without frequent headache",
            "is_medication_overuse AND is_headache_frequent IS NOT TRUE",
        ),
        (
            "overuse_of_nothing",
            "medication overuse without a class that is overused",
            "is_medication_overuse AND NOT coalesce("
            + " OR ".join(f"is_{name}_overuse" for name in _OVERUSES)
            + ", false)",
        ),
    ),
    "features.questionnaire_score": (
        (
            "no_such_total",
            "no answers to the questionnaire give this total",
            " OR ".join(_no_total(one) for one in INSTRUMENTS.values()),
        ),
        (
            "dates_not_in_order",
            "the recall ends before it begins, or the total before this one is not from before",
            "recall_to < recall_from OR recall_to >= completed_on OR previous_on >= completed_on",
        ),
        (
            "previous_half_known",
            "of the total before this one either the score or the day is missing",
            "(previous_total IS NULL) <> (previous_on IS NULL)",
        ),
    ),
    "features.score_window": (
        (
            "days_not_in_order",
            "known days exceed observed days, or these the days of the diary",
            "greatest(headache_known_days, migraine_known_days, attack_known_days, "
            "acute_known_days) > observed_days OR observed_days > spine_days",
        ),
    ),
}
