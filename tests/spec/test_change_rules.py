"""Each rule of changes, surprise and recent days is broken by rows made for it, by no sound one."""

from __future__ import annotations

import pytest
from small_tables import rows_that_break

from expectations.feature_rules import feature_rules
from triggerscape.contract.catalogue import TABLES

SOUND = {
    "features.change_day": """
        sleep_change_minutes | sleep_shift | stress_letdown | stress_rise | high_stress_twice
        -121                 | yes         | yes            | no          | no
        ?                    | ?           | no             | no          | yes
        0                    | no          | ?              | ?           | ?
    """,
    "features.surprise_day": """
        stress_surprisal | sleep_surprisal | meals_surprisal | known_habits | mean_surprisal
        4.322            | 0.341           | 0.2             | 3            | 1.621
        4.322            | ?               | ?               | 1            | 4.322
    """,
    "features.recent_days": """
        observed_days_7 | headache_known_days_7 | headache_days_7 | observed_days_28
        0               | 0                     | 0               | 0
        7               | 7                     | 7               | 28
        3               | 2                     | 0               | 3
    """,
}
BROKEN = {
    ("features.change_day", "sleep_shift_of_unknown_change"): """
        sleep_change_minutes | sleep_shift
        ?                    | no
        30                   | ?
    """,
    ("features.change_day", "letdown_and_rise"): """
        stress_letdown | stress_rise
        yes            | yes
    """,
    ("features.change_day", "change_of_stress_half_known"): """
        stress_letdown | stress_rise | high_stress_twice
        yes            | ?           | no
        no             | no          | ?
    """,
    ("features.change_day", "change_of_caffeine_half_known"): """
        caffeine_drop | caffeine_withdrawal
        yes           | ?
        ?             | no
    """,
    ("features.surprise_day", "known_habits_miscounted"): """
        stress_surprisal | alcohol_surprisal | known_habits
        1                | ?                 | 2
        1                | 1                 | 1
    """,
    ("features.surprise_day", "mean_above_every_surprisal"): """
        stress_surprisal | caffeine_surprisal | known_habits | mean_surprisal
        1                | 2                  | 2            | 2.001
    """,
    ("features.recent_days", "more_days_than_known"): """
        headache_known_days_7 | headache_days_7 | acute_known_days_28 | acute_days_28
        2                     | 3               | 4                   | 4
        2                     | 2               | 4                   | 5
    """,
    ("features.recent_days", "more_known_than_observed"): """
        observed_days_7 | severe_known_days_7 | observed_days_28 | attack_known_days_28
        2               | 3                   | 9                | 9
        2               | 2                   | 9                | 10
    """,
    ("features.recent_days", "more_in_7_than_in_28_days"): """
        observed_days_7 | observed_days_28 | attack_days_7 | attack_days_28
        4               | 3                | 1             | 1
        3               | 3                | 2             | 1
    """,
}


def test_every_rule_has_a_row_that_breaks_it():
    ruled = {(name, rule) for name in SOUND for rule, _, _ in feature_rules(TABLES[name])}
    assert ruled == set(BROKEN)


@pytest.mark.parametrize("table", SOUND)
def test_rows_as_they_should_be_break_no_rule(table: str):
    assert {rule: broken for rule, broken in found(table, SOUND[table]).items() if broken} == {}


@pytest.mark.parametrize(("table", "rule"), BROKEN, ids=str)
def test_a_row_made_for_a_rule_breaks_it(table: str, rule: str):
    rows = len(BROKEN[table, rule].strip().splitlines()) - 1
    assert found(table, BROKEN[table, rule])[rule] == rows


def found(table: str, text: str) -> dict[str, int]:
    return rows_that_break(feature_rules(TABLES[table]), table, text)
