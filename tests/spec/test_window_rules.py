"""Each rule of a person's windows and their measures is broken by a row made for it."""

from __future__ import annotations

import pytest
from small_tables import rows_that_break

from expectations.feature_rules import FEATURE_RULES

SOUND = {
    "features.person_window": """
        observed_days | late_known_days | premonitory_known_days | spine_days
        20            | 20              | 20                     | 28
        13            | 0               | 0                      | 13
    """,
    "features.window_measure": """
        measure_id            | days | value   | weight
        mmd_mean              | 20   | 7000000 | 1000000
        premonitory_day_share | 20   | 20      | 20
        hit6_mean             | 1    | 78      | 1
        midas_mean            | 1    | 0       | 1
        satisfaction_mean     | 2    | 25      | 3
    """,
}
BROKEN = {
    ("features.person_window", "observed_days_above_spine_days"): """
        observed_days | spine_days
        28            | 27
    """,
    ("features.person_window", "longer_than_28_days"): """
        observed_days | spine_days
        28            | 29
    """,
    ("features.person_window", "late_known_above_observed"): """
        observed_days | late_known_days
        20            | 21
    """,
    ("features.person_window", "signs_known_above_observed"): """
        observed_days | premonitory_known_days
        20            | 21
    """,
    ("features.window_measure", "weight_not_positive"): """
        measure_id | value | weight
        mhd_mean   | 0     | 0
    """,
    ("features.window_measure", "share_above_one"): """
        measure_id         | value | weight
        severe_day_share   | 15    | 14
        diary_completeness | 29    | 28
    """,
    ("features.window_measure", "score_of_several_forms"): """
        measure_id | value | weight
        hit6_mean  | 120   | 2
        hit6_mean  | 35    | 1
        midas_mean | 277   | 1
    """,
    ("features.window_measure", "satisfaction_off_scale"): """
        measure_id        | days | value | weight
        satisfaction_mean | 1    | 11    | 1
        satisfaction_mean | 2    | 9     | 1
    """,
}


def test_every_rule_of_windows_has_its_broken_rows():
    assert {(t, n) for t in SOUND for n, _, _ in FEATURE_RULES[t]} == set(BROKEN)


@pytest.mark.parametrize("table", SOUND)
def test_sound_rows_break_no_rule(table: str):
    assert set(rows_that_break(FEATURE_RULES[table], table, SOUND[table]).values()) == {0}


@pytest.mark.parametrize(("table", "rule"), BROKEN)
def test_a_broken_row_breaks_its_rule_and_no_other(table: str, rule: str):
    text = BROKEN[table, rule]
    found = rows_that_break(FEATURE_RULES[table], table, text)
    rows = len([line for line in text.splitlines() if line.strip()]) - 1
    assert {name: n for name, n in found.items() if n} == {rule: rows}
