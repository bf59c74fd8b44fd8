"""Every features table and design equals a plain second calculation, row by row, value by value."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import plain_features_burden as burden
import plain_features_changes as changes
import plain_features_costs as costs
import plain_features_courses as courses
import plain_features_designs as designs
import plain_features_diary as diary
import plain_features_factors as factors
import plain_features_outcomes as outcomes
import plain_features_scores as scores
import plain_features_therapies as therapies
import plain_features_windows as windows
import plain_trials_around as around
import plain_trials_zero as zero
import pytest
from feature_tables import OF, make_features, rows_of, statements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_features_people import Row, Tables, invent

from triggerscape.settings import Settings

DEFINITIONS = st.fixed_dictionaries(
    {
        "definitions.attack_gap_days": st.integers(0, 3),
        "definitions.caffeine_drop_mg": st.sampled_from([94, 95, 190]),
        "definitions.clean_days": st.integers(1, 4),
        "definitions.high_stress": st.integers(5, 8),
        "definitions.max_entry_delay_days": st.integers(0, 7),
        "definitions.min_window_days": st.integers(1, 28),
        "definitions.severe_pain": st.integers(1, 10),
        "definitions.moderate_pain": st.integers(3, 5),
        "definitions.chronic_headache_days": st.integers(6, 15),
        "definitions.chronic_migraine_days": st.integers(2, 8),
        "definitions.high_frequency_days": st.integers(3, 8),
        "definitions.overuse_days": st.integers(5, 12),
        "definitions.overuse_simple_days": st.integers(5, 15),
        "definitions.overuse_mixed_days": st.integers(5, 15),
        "definitions.sleep_shift_minutes": st.sampled_from([90, 120, 150]),
        "definitions.surprise_known_days": st.integers(1, 28),
        "definitions.washout_days": st.sampled_from([28, 84]),
    }
)
CHANGE_LIMITS = ("sleep_shift_minutes", "caffeine_drop_mg", "high_stress")
PEOPLE = st.builds(
    invent, seed=st.integers(0, 2**32), people=st.integers(1, 5), days=st.integers(4, 200)
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def second_calculation(people: Tables, of: Settings) -> dict[str, list[Row]]:
    """Every table again, in plain Python."""
    days, coverage = people["core.diary_day"], people["core.diary_coverage"]
    late_after = of["definitions.max_entry_delay_days"]
    spine = diary.spine(days, coverage, of["definitions.severe_pain"], late_after)
    onsets = diary.onset_days(
        spine, of["definitions.clean_days"], of["definitions.attack_gap_days"]
    )
    told = outcomes.outcome_days(days, coverage, of["definitions.moderate_pain"])
    decided = outcomes.decided_variants(told)
    drugs = windows.drug_windows(told, spine)
    scored = scores.questionnaire_scores(people["core.questionnaire"])
    doses = courses.doses(people["core.therapy"])
    changed = changes.change_days(days, *(of[f"definitions.{n}"] for n in CHANGE_LIMITS))
    factor_days, cycle = factors.factor_days(days), factors.cycle_days(days)
    counted = windows.person_windows(spine, factor_days)
    habits = factors.habit_days(days)
    codes = [factor.code for factor in OF if factor.code != "weekend"]
    together = factors.design_days(days, [factor_days, changed, cycle], codes)
    exposures = designs.factors_by_day(spine, together)
    uses = therapies.first_uses(people["core.therapy"])
    delivered = people["ledger.delivered_period"]
    news = therapies.new_starts(uses, spine, delivered, of["definitions.washout_days"])
    enough = of["definitions.min_window_days"]
    diarists = diary.diary_people(days, coverage)
    acting = courses.therapy_days(doses, spine)
    records = therapies.therapy_records(diarists, delivered)
    held, charged = courses.sessions(people["core.therapy"]), costs.charges(people["core.therapy"])
    features = {
        "features.covered_day": diary.covered_days(days, coverage),
        "features.diary_person": diarists,
        "features.diary_spine": spine,
        "features.onset_day": onsets,
        "features.bleeding": factors.bleedings(days),
        "features.habit_day": habits,
        "features.cycle_day": cycle,
        "features.factor_day": factor_days,
        "features.change_day": changed,
        "features.surprise_day": changes.surprise_days(days, of["definitions.surprise_known_days"]),
        "features.recent_days": changes.recent_days(spine, days),
        "features.design_day": together,
        "features.person_window": counted,
        "features.window_measure": windows.window_measures(
            counted, scored, people["core.visit"], enough
        ),
        "features.outcome_day": told,
        "features.decided_variant": decided,
        "features.episode": outcomes.episodes(spine, of["definitions.attack_gap_days"]),
        "features.window_variant": windows.window_variants(told, decided, spine),
        "features.drug_window": drugs,
        "features.chronicity": (states := burden.chronicities(counted, of)),
        "features.medication_overuse": burden.medication_overuses(drugs, counted, of),
        "features.questionnaire_score": scored,
        "features.score_window": scores.score_windows(scored, spine),
        "features.window_subgroup": burden.window_subgroups(
            states, diarists, people["core.person"]
        ),
        "features.therapy_session": held,
        "features.therapy_dose": doses,
        "features.therapy_course": courses.courses(doses),
        "features.therapy_day": acting,
        "features.first_use": uses,
        "features.new_start": news,
        "features.therapy_record": records,
        "features.therapy_cost": charged,
        "features.therapy_satisfaction": costs.satisfactions(
            people["core.therapy"], people["core.visit"]
        ),
        "features.therapy_cost_course": costs.course_costs(
            courses.courses(doses), charged, records
        ),
        "features.therapy_cost_start": costs.start_costs(uses, held, charged, records),
        "features.person_trait": therapies.person_traits(people["core.person"]),
    }
    record = zero.OnRecord(therapies.delivered_days(delivered))
    possible = zero.possible_zeros(spine, record, of["definitions.washout_days"])
    stops = zero.course_stops(news, doses, record)
    zeros = zero.time_zeros(news, possible, stops)
    counts = around.event_windows(zeros, spine, habits)
    totals = around.scores_around(zeros, scored)
    features |= {
        "trials.possible_zero": possible,
        "trials.course_stop": stops,
        "trials.time_zero": zeros,
        "trials.event_window": counts,
        "trials.rate_around": around.rates_around(counts, enough),
        "trials.score_around": totals,
        "trials.start": zero.starts_in_full(news, uses, doses, record),
    }
    short = {name.split(".")[1]: rows for name, rows in features.items()}
    short["person_at_zero"] = around.people_at_zero(short, people["core.person"], enough)
    return features | {
        "design.onset": designs.onset_design(short, people["core.person"], exposures, OF),
        "design.timing": designs.timing_design(onsets, spine, exposures, OF),
        "design.same_day": designs.same_day_design(spine, exposures, OF),
        "trials.person_at_zero": short["person_at_zero"],
        "trials.therapy_cost_after": costs.costs_after(short["time_zero"], charged, records),
    }


def assert_equal(con: duckdb.DuckDBPyConnection, people: Tables, of: Settings) -> dict[str, int]:
    make_features(con, people, of)
    expected = second_calculation(people, of)
    assert set(expected) == {statement.name for statement in statements()}
    for name, rows in expected.items():
        assert rows_of(con, name) == rows, name
    return {name: len(rows) for name, rows in expected.items()}


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(people=PEOPLE, definitions=DEFINITIONS)
def test_every_table_equals_a_plain_second_calculation(con, people, definitions):
    assert_equal(con, people, Settings(definitions))


def test_the_invented_people_fill_every_table(con):
    sizes = assert_equal(con, invent(seed=20260301, people=40, days=340), Settings())
    assert min(sizes.values()) > 0, sizes


@pytest.mark.long
@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(people=PEOPLE, definitions=DEFINITIONS)
def test_every_table_equals_a_plain_second_calculation_many_times(con, people, definitions):
    assert_equal(con, people, Settings(definitions))
