"""What people blame, by example: ticks on attack days, among those asked, beside the verdict."""

from __future__ import annotations

import re

import duckdb
import numpy as np
import polars as pl
import pytest
from small_tables import make_table
from statsmodels.stats.proportion import proportion_confint

from triggerscape.factors import FACTORS
from triggerscape.vocabulary import TRIGGER_CODES
from triggerscape.warehouse.statements import read_statement, sql_folder

SQL = read_statement(sql_folder() / "publish" / "perceived_trigger.sql").sql
SPINE = """
    person_id | diary_date | attack_basis | is_attack
    1         | 2026-03-02 | migraine     | yes
    1         | 2026-03-03 | migraine     | no
    1         | 2026-03-04 | migraine     | yes
    2         | 2026-03-02 | migraine     | yes
    3         | 2026-03-02 | headache     | yes
    4         | 2026-03-02 | migraine     | yes
"""
DIARY = """
    person_id | diary_date | triggers_asked      | triggers_present | entry_status
    1         | 2026-03-02 | [stress, chocolate] | [stress]         | complete
    1         | 2026-03-03 | [stress, chocolate] | [chocolate]      | complete
    1         | 2026-03-04 | [stress]            | ?                | complete
    2         | 2026-03-02 | [stress, weather]   | [weather]        | complete
    3         | 2026-03-02 | [stress]            | [stress]         | complete
    4         | 2026-03-02 | [stress]            | [stress]         | missed
"""
EFFECTS = """
    trigger_id   | estimand_id    | outcome_id     | verdict
    stress_level | within_person  | migraine_onset | trigger
    stress_level | between_person | migraine_onset | association
"""


def published(spine: str, diary: str, effects: str = "") -> pl.DataFrame:
    with duckdb.connect() as con:
        make_table(con, "features.diary_spine", spine)
        make_table(con, "core.diary_day", diary)
        make_table(con, "estimates.trigger_effect", effects)
        return con.sql(SQL).pl()


def row(rows: pl.DataFrame, code: str, measure: str, outcome: str = "migraine_day") -> dict:
    chosen = {"perceived_id": code, "measure_id": measure, "outcome_id": outcome}
    (found,) = rows.filter(**chosen).to_dicts()
    return found


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return published(SPINE, DIARY, EFFECTS)


def test_people_who_tick_and_days_on_which_they_tick(rows: pl.DataFrame) -> None:
    """Two people are asked about stress on three migraine days; one ticks it, once."""
    people = row(rows, "stress", "perceived_people_share")
    days = row(rows, "stress", "perceived_day_share")
    assert (people["estimate"], people["n_people"], people["n_ticked"]) == (0.5, 2, 1)
    assert (days["estimate"], days["n_days"]) == (pytest.approx(1 / 3), 3)


def test_a_tick_on_a_day_without_attack_is_no_blame(rows: pl.DataFrame) -> None:
    assert row(rows, "chocolate", "perceived_day_share")["estimate"] == 0


def test_diaries_of_headache_stand_apart_and_missed_entries_count_for_nothing(
    rows: pl.DataFrame,
) -> None:
    assert row(rows, "stress", "perceived_day_share", "headache_day")["n_people"] == 1
    assert rows["n_people"].max() == 2


def test_the_verdict_of_the_factor_that_measures_the_same_stands_beside(rows: pl.DataFrame) -> None:
    stress = row(rows, "stress", "perceived_day_share")
    weather = row(rows, "weather", "perceived_day_share")
    assert (stress["trigger_id"], stress["verdict"]) == ("stress_level", "trigger")
    assert (weather["trigger_id"], weather["verdict"]) == (None, None)
    assert row(rows, "stress", "perceived_day_share", "headache_day")["verdict"] is None


def drawn(n_people: int, most_days: int, seed: int) -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:
    """Ticks of people with uneven habits, as published and as counts by person."""
    draw = np.random.default_rng(seed)
    days = draw.integers(1, most_days + 1, n_people)
    ticks = draw.binomial(days, draw.beta(2, 3, n_people))
    spine = ["person_id | diary_date | attack_basis | is_attack"]
    diary = ["person_id | diary_date | triggers_asked | triggers_present"]
    for person in range(n_people):
        for day in range(days[person]):
            date = f"2026-03-{day + 1:02d}"
            spine.append(f"{person} | {date} | migraine | yes")
            present = "[stress]" if day < ticks[person] else "[]"
            diary.append(f"{person} | {date} | [stress] | {present}")
    return published("\n".join(spine), "\n".join(diary)), days, ticks


def test_intervals_are_wilsons_of_as_many_answers_as_the_share_is_worth() -> None:
    rows, days, ticks = drawn(30, 6, 20261121)
    n = len(days)
    share = ticks.sum() / days.sum()
    squares = ((ticks - share * days) ** 2).sum() / days.sum() ** 2 * n / (n - 1)
    worth = share * (1 - share) / squares
    found = row(rows, "stress", "perceived_day_share")
    expected = proportion_confint(share * worth, worth, method="wilson")
    assert (found["ci_low"], found["ci_high"]) == pytest.approx(expected, abs=1e-6)
    assert worth < days.sum() / 1.1  # days of one person agree with each other
    people = row(rows, "stress", "perceived_people_share")
    ticked = (ticks > 0).sum()
    wilson = proportion_confint(ticked / n * (n - 1), n - 1, method="wilson")
    assert (people["ci_low"], people["ci_high"]) == pytest.approx(wilson, abs=1e-6)


def test_where_all_agree_the_interval_is_of_as_many_people() -> None:
    rows = published(SPINE, DIARY)
    alone = row(rows, "stress", "perceived_day_share", "headache_day")
    expected = proportion_confint(1, 1, method="wilson")
    assert (alone["ci_low"], alone["ci_high"]) == pytest.approx(expected, abs=1e-6)


def test_the_words_on_both_sides_exist() -> None:
    pairs = re.findall(r"\('(\w+)', '(\w+)'\)", SQL)
    assert len(pairs) == 18
    assert {asked for asked, _ in pairs} < set(TRIGGER_CODES)
    assert {factor for _, factor in pairs} < {factor.code for factor in FACTORS}
