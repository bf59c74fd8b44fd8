"""Each rule of therapy exposure is broken by a row made for it, and by no row as it should be."""

from __future__ import annotations

import pytest
from small_tables import rows_that_break

from expectations.feature_rules import feature_rules
from triggerscape.contract.catalogue import TABLES

SOUND = {
    "features.therapy_dose": """
        dose_date  | given_until | is_session
        2026-03-02 | 2026-03-02  | yes
        2026-03-02 | 2026-03-29  | no
        2026-03-02 | ?           | no
    """,
    "features.therapy_course": """
        first_date | last_date  | sessions | timed_sessions | minutes | active_until | washout_until
        2026-03-02 | 2026-03-02 | 1        | 0              | ?       | 2026-03-02   | 2026-03-02
        2026-03-02 | 2026-03-09 | 2        | 2              | 0       | 2026-03-10   | 2026-03-11
        2026-03-02 | ?          | 0        | 0              | ?       | ?            | ?
    """,
    "features.therapy_day": """
        phase       | day_of_course | sessions_so_far | days_since_session
        onset       | 0             | 1               | 0
        established | 400           | 0               | ?
        washout     | 50            | 1               | 50
    """,
}
BROKEN = {
    ("features.therapy_dose", "given_until_before_dose"): """
        dose_date  | given_until
        2026-03-02 | 2026-03-01
    """,
    ("features.therapy_dose", "one_day_without_session"): """
        dose_date  | given_until | is_session
        2026-03-02 | 2026-03-02  | no
    """,
    ("features.therapy_course", "last_before_first"): """
        first_date | last_date
        2026-03-02 | 2026-03-01
    """,
    ("features.therapy_course", "effect_ends_before_course"): """
        last_date  | active_until | washout_until
        2026-03-02 | 2026-03-01   | 2026-03-03
        2026-03-02 | 2026-03-03   | 2026-03-02
    """,
    ("features.therapy_course", "end_half_known"): """
        last_date  | active_until | washout_until
        2026-03-02 | ?            | 2026-03-09
        ?          | ?            | 2026-03-09
    """,
    ("features.therapy_course", "one_day_without_session"): """
        first_date | last_date  | sessions
        2026-03-02 | 2026-03-02 | 0
    """,
    ("features.therapy_course", "timed_sessions_above_sessions"): """
        sessions | timed_sessions | minutes
        1        | 2              | 30
        1        | 0              | 30
        1        | 1              | ?
    """,
    ("features.therapy_day", "washout_on_a_session"): """
        phase   | days_since_session
        washout | 0
    """,
    ("features.therapy_day", "session_before_course"): """
        day_of_course | days_since_session
        5             | 6
    """,
    ("features.therapy_day", "sessions_without_a_latest"): """
        sessions_so_far | days_since_session
        1               | ?
        0               | 3
    """,
    ("features.therapy_day", "more_sessions_than_days"): """
        day_of_course | sessions_so_far
        1             | 3
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
