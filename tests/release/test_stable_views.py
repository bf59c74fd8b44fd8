"""The stable views of the person-level copy: what is promised of them, and that it holds.

A column that goes or changes its type or meaning raises the first number of the version; one that
comes raises the second. Then PROMISED is written anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from triggerscape.factors import FACTORS
from triggerscape.querying import query
from triggerscape.reading.research import OpenResearch, open_research
from triggerscape.warehouse.designs.stable_views import STABLE, StableView
from triggerscape.workspace import Workspace

PROMISED = {
    "stable.person_day": (
        "1.0.0",
        "person_id BIGINT, site_code VARCHAR, diary_date DATE, day_number BIGINT, "
        "date_is_relative BOOLEAN, is_observed BOOLEAN, is_headache BOOLEAN, is_migraine BOOLEAN, "
        "attack_basis VARCHAR, is_attack BOOLEAN, is_severe BOOLEAN, is_acute_drug BOOLEAN, "
        "clean_days BIGINT, is_at_risk BOOLEAN, is_onset BOOLEAN",
    ),
    "stable.person_window": (
        "1.0.0",
        "person_id BIGINT, site_code VARCHAR, window_kind VARCHAR, window_index INTEGER, "
        "window_start DATE, observed_days BIGINT, headache_known_days BIGINT, "
        "headache_days BIGINT, migraine_known_days BIGINT, migraine_days BIGINT, "
        "severe_known_days BIGINT, severe_days BIGINT, acute_known_days BIGINT, acute_days BIGINT",
    ),
    "stable.therapy_course": (
        "1.0.0",
        "person_id BIGINT, site_code VARCHAR, therapy_code VARCHAR, course_number BIGINT, "
        "first_date DATE, last_date DATE, sessions BIGINT, minutes BIGINT, usual_gap_days BIGINT",
    ),
    "stable.onset_design": (
        "1.0.0",
        "person_id BIGINT, site_code VARCHAR, diary_date DATE, attack_basis VARCHAR, "
        "outcome DOUBLE, is_at_risk BOOLEAN, clean_days BIGINT, has_late_entry BOOLEAN, "
        "day_number BIGINT, stratum INTEGER, sex VARCHAR, diagnosis VARCHAR, age_band VARCHAR, "
        "chronicity VARCHAR, therapy_groups VARCHAR[], dose_sleep_hours DOUBLE, "
        "dose_stress DOUBLE, dose_sitting_hours DOUBLE, dose_screen_hours DOUBLE, "
        "dose_posture_rating DOUBLE, dose_caffeine DOUBLE, dose_alcohol DOUBLE, dose_water DOUBLE, "
        + ", ".join(f"{factor.code} DOUBLE" for factor in FACTORS),
    ),
}
VIEWS = [pytest.param(view, id=view.contract.short_name) for view in STABLE]


@pytest.fixture(scope="module")
def research(demo_home: Path) -> Iterator[OpenResearch]:
    with open_research(demo_home, quiet=True) as opened:
        yield opened


def test_what_is_promised_is_what_the_contracts_say():
    said = {
        view.contract.name: (
            view.version,
            ", ".join(f"{column.name} {column.kind}" for column in view.contract),
        )
        for view in STABLE
    }
    assert said == PROMISED, "a change of a stable view raises its version"


@pytest.mark.parametrize("view", VIEWS)
def test_a_demo_has_the_view_with_those_columns_and_a_row_for_each_key(
    view: StableView, research: OpenResearch
):
    name = view.contract.name
    found = research.connection.execute(f"DESCRIBE {name}").fetchall()
    assert ", ".join(f"{row[0]} {row[1]}" for row in found) == PROMISED[name][1]
    key = ", ".join(view.contract.key)
    [(rows, keys)] = research.connection.execute(
        f"SELECT count(*), count(DISTINCT ({key})) FROM {name}"
    ).fetchall()
    assert rows == keys > 0


@pytest.mark.parametrize("view", VIEWS)
def test_the_view_says_its_grain_its_version_and_every_column(
    view: StableView, research: OpenResearch
):
    short = view.contract.short_name
    [(said,)] = research.connection.execute(
        "SELECT comment FROM duckdb_views() WHERE schema_name = 'stable' AND view_name = ?", [short]
    ).fetchall()
    assert said == f"{view.contract.grain}; stable, version {view.version}"
    [(bare,)] = research.connection.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'stable' AND table_name = ? "
        "AND comment IS NULL",
        [short],
    ).fetchall()
    assert bare == 0


def test_the_view_of_the_trigger_design_has_the_rows_the_models_read(research: OpenResearch):
    asked = "SELECT count(*), sum(outcome), sum(sleep_short), sum(stress_level) FROM {}"
    of_view, of_table = (
        research.connection.execute(asked.format(name)).fetchall()
        for name in ("stable.onset_design", "design.onset")
    )
    assert of_view == of_table


def test_days_at_risk_and_onsets_are_those_of_the_features(research: OpenResearch):
    asked = "SELECT count(*), count(*) FILTER (is_at_risk), count(*) FILTER (is_onset) FROM {}"
    of_view, of_table = (
        research.connection.execute(asked.format(name)).fetchall()
        for name in ("stable.person_day", "features.onset_day")
    )
    assert of_view == of_table


def test_the_views_are_there_for_the_command_line_too(demo_home: Path):
    _, rows = query(
        Workspace(demo_home),
        "SELECT view_name FROM duckdb_views() WHERE schema_name = 'stable' ORDER BY view_name",
        research=True,
    )
    assert [name for (name,) in rows] == sorted(view.contract.short_name for view in STABLE)
