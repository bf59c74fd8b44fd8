"""Each rule of outcomes, windows and scores is broken by a row made for it, and by no sound row."""

from __future__ import annotations

import pytest
from small_tables import rows_that_break

from expectations.burden_rules import BURDEN_RULES

SOUND = {
    "features.outcome_day": """
        migraine_criteria_30_min | migraine_4_h | migraine_30_min | headache_any | headache_1_h
        yes                      | no           | yes             | yes          | ?
        ?                        | ?            | yes             | no           | no
    """,
    "features.episode": """
        first_date | last_date  | attack_days | bridged_days | severe_known_days | acute_known_days
        2026-03-02 | 2026-03-02 | 1           | 0            | 1                 | 0
        2026-03-02 | 2026-03-05 | 3           | 1            | 3                 | 3
    """,
    "features.window_variant": """
        days | known_days | observed_days
        28   | 28         | 28
        0    | 0          | 1
    """,
    "features.drug_window": """
        any_days | triptan_days | gepant_days | overusable_days
        10       | 10           | 0           | 10
        1        | 0            | 1           | 0
    """,
    "features.chronicity": """
        state    | frequency | judged_windows | chronic_windows
        unknown  | ?         | 2              | 2
        episodic | low       | 3              | 0
        episodic | ?         | 3              | 0
        chronic  | ?         | 3              | 3
    """,
    "features.medication_overuse": """
        is_medication_overuse | is_headache_frequent | is_ergot_overuse | is_mixed_overuse
        yes                   | yes                  | no               | yes
        no                    | no                   | ?                | ?
        ?                     | yes                  | ?                | ?
    """,
    "features.questionnaire_score": """
        instrument | total | completed_on | recall_from | recall_to  | previous_total | previous_on
        hit6       | 36    | 2026-03-29   | 2026-03-01  | 2026-03-28 | 40             | 2026-03-28
        midas      | 276   | 2026-03-29   | ?           | ?          | ?              | ?
        phq9       | ?     | 2026-03-29   | ?           | ?          | ?              | ?
    """,
    "features.score_window": """
        spine_days | observed_days | headache_known_days | acute_known_days
        28         | 28            | 28                  | 0
    """,
}
BROKEN = {
    ("features.outcome_day", "four_hours_without_thirty_minutes"): """
        migraine_criteria_4_h | migraine_criteria_30_min | migraine_4_h | migraine_30_min
        yes                   | no                       | ?            | ?
        ?                     | ?                        | yes          | ?
    """,
    ("features.outcome_day", "long_headache_without_headache"): """
        headache_30_min | headache_1_h | headache_any
        yes             | no           | no
        ?               | yes          | ?
    """,
    ("features.outcome_day", "class_without_any_drug"): """
        took_triptan | took_gepant | took_any
        yes          | no          | no
        ?            | yes         | ?
    """,
    ("features.episode", "last_before_first"): """
        first_date | last_date  | attack_days | bridged_days
        2026-03-02 | 2026-03-01 | 0           | 0
    """,
    ("features.episode", "days_do_not_add_up"): """
        first_date | last_date  | attack_days | bridged_days
        2026-03-02 | 2026-03-03 | 1           | 0
    """,
    ("features.episode", "known_above_attack_days"): """
        attack_days | severe_known_days | acute_known_days
        1           | 2                 | 0
        1           | 0                 | 2
    """,
    ("features.window_variant", "days_not_in_order"): """
        days | known_days | observed_days
        2    | 1          | 3
        1    | 3          | 2
        1    | 3          | 29
    """,
    ("features.drug_window", "class_above_any"): """
        any_days | ergot_days | overusable_days
        1        | 2          | 0
        1        | 0          | 2
    """,
    ("features.chronicity", "state_off_windows"): """
        state    | judged_windows
        unknown  | 3
        changing | 2
    """,
    ("features.chronicity", "chronic_above_judged"): """
        judged_windows | chronic_windows
        2              | 3
        4              | 0
    """,
    ("features.chronicity", "frequency_off_state"): """
        state   | frequency
        chronic | high
        unknown | low
    """,
    ("features.medication_overuse", "overuse_without_headache"): """
        is_medication_overuse | is_headache_frequent | is_ergot_overuse
        yes                   | no                   | yes
        yes                   | ?                    | yes
    """,
    ("features.medication_overuse", "overuse_of_nothing"): """
        is_medication_overuse | is_headache_frequent | is_ergot_overuse | is_mixed_overuse
        yes                   | yes                  | no               | ?
        yes                   | yes                  | ?                | ?
    """,
    ("features.questionnaire_score", "no_such_total"): """
        instrument | total
        hit6       | 37
        hit6       | 35
        midas      | 277
        msq21      | 101
    """,
    ("features.questionnaire_score", "dates_not_in_order"): """
        completed_on | recall_from | recall_to  | previous_on
        2026-03-29   | 2026-03-02  | 2026-03-01 | ?
        2026-03-29   | 2026-03-02  | 2026-03-29 | ?
        2026-03-29   | ?           | ?          | 2026-03-29
    """,
    ("features.questionnaire_score", "previous_half_known"): """
        previous_total | previous_on
        40             | ?
        ?              | 2026-03-01
    """,
    ("features.score_window", "days_not_in_order"): """
        spine_days | observed_days | attack_known_days
        28         | 20            | 21
        28         | 29            | 20
    """,
}


def test_every_rule_has_a_row_that_breaks_it():
    ruled = {(name, rule) for name, rules in BURDEN_RULES.items() for rule, _, _ in rules}
    assert ruled == set(BROKEN)
    assert set(BURDEN_RULES) == set(SOUND)


@pytest.mark.parametrize("table", SOUND)
def test_rows_as_they_should_be_break_no_rule(table: str):
    assert {rule: broken for rule, broken in found(table, SOUND[table]).items() if broken} == {}


@pytest.mark.parametrize(("table", "rule"), BROKEN, ids=str)
def test_a_row_made_for_a_rule_breaks_it(table: str, rule: str):
    rows = len(BROKEN[table, rule].strip().splitlines()) - 1
    assert found(table, BROKEN[table, rule])[rule] == rows


def found(table: str, text: str) -> dict[str, int]:
    return rows_that_break(BURDEN_RULES[table], table, text)
