"""Who the numbers are about, by example: people by site, sex and age, and by therapy."""

from __future__ import annotations

import duckdb
import pytest

from triggerscape.contract.releases.population import POPULATION
from triggerscape.dimensions import dimension_tables
from triggerscape.warehouse.designs.onset_design import AGE_BANDS
from triggerscape.warehouse.statements import read_statement, sql_folder

# Windows of 28 days from 2026-03-02 and 2026-03-30; the last diary day lies in the second.
TABLES = """
CREATE SCHEMA features;
CREATE TABLE features.diary_spine AS SELECT * FROM (VALUES
    (1, DATE '2026-04-10', false), (9, DATE '2199-01-01', true)
) AS v(person_id, diary_date, date_is_relative);
CREATE TABLE features.person_window AS SELECT * FROM (VALUES
    (1, 'AA', 'calendar', DATE '2026-03-02'), (1, 'AA', 'calendar', DATE '2026-03-30'),
    (1, 'AA', 'personal', DATE '2026-03-05'),
    (2, 'AA', 'calendar', DATE '2026-03-02'),
    (3, 'BB', 'calendar', DATE '2026-03-02'),
    (4, 'BB', 'calendar', DATE '2026-03-30'),
    (9, 'BB', 'personal', DATE '2026-03-02')
) AS v(person_id, site_code, window_kind, window_start);
CREATE TABLE features.diary_person AS SELECT * FROM (VALUES
    (1, 'AA', DATE '2026-03-05'), (2, 'AA', DATE '2026-03-06'), (3, 'BB', DATE '2026-03-07'),
    (4, 'BB', DATE '2026-04-01'), (9, 'BB', DATE '2026-03-02')
) AS v(person_id, site_code, first_date);
CREATE TABLE features.person_trait AS SELECT * FROM (VALUES
    (1, 'female', 1996, NULL), (2, 'male', NULL, 60), (3, NULL, NULL, NULL),
    (4, 'other', 1980, NULL)
) AS v(person_id, sex, birth_year, age_years);
CREATE TABLE features.first_use AS SELECT * FROM (VALUES
    (1, 'omt_cranial', DATE '2026-03-10'), (1, 'omt', DATE '2026-03-10'),
    (1, 'omt_hvla', DATE '2026-03-12'), (2, 'omt_hvla', DATE '2020-01-01'),
    (2, 'omt', DATE '2020-01-01'), (3, 'acupuncture', DATE '2026-04-02'),
    (4, 'acupuncture', DATE '2026-03-05')
) AS v(person_id, therapy_id, index_date);
"""


def counted(name: str, tables: str = TABLES) -> dict[tuple[str, ...], tuple[int, int]]:
    """People and sites of every row of a published table, by its keys."""
    select = read_statement(sql_folder() / "publish" / f"{name}.sql").sql
    with duckdb.connect() as con:
        con.execute(tables)
        frame = con.sql(select).pl()
    keys = [key for key in frame.columns if key.endswith("_id") or key in {"sex", "age_band"}]
    keys.remove("measure_id")
    rows = {row[:-2]: row[-2:] for row in frame.select(*keys, "n_people", "n_sites").iter_rows()}
    assert len(rows) == frame.height
    return rows


def test_people_with_a_day_in_a_window_that_is_over_are_counted_once():
    rows = counted("population")
    assert rows["all", "all", "all"] == (3, 2)
    assert rows["AA", "all", "all"] == (2, 1)
    assert rows["BB", "all", "all"] == (1, 1)


def test_age_is_that_of_the_first_day_and_what_is_not_told_is_unknown():
    rows = counted("population")
    assert rows["AA", "female", "30 to 44"] == (1, 1)
    assert rows["AA", "male", "60 and over"] == (1, 1)
    assert rows["BB", "unknown", "unknown"] == (1, 1)


def test_the_parts_add_up_in_each_dimension():
    rows = counted("population")
    for place in range(3):
        for whole in (key for key in rows if key[place] == "all"):
            beside = [
                n
                for key, (n, _) in rows.items()
                if key[place] != "all"
                and key[:place] + key[place + 1 :] == whole[:place] + whole[place + 1 :]
            ]
            assert sum(beside) == rows[whole][0]


def test_nobody_has_a_row_too():
    assert counted("population")["BB", "female", "30 to 44"] == (0, 1)
    assert counted("population")["all", "unknown", "30 to 44"] == (0, 0)
    assert counted("therapy_use")["BB", "omt_cranial"] == (0, 1)


def test_a_person_with_two_therapies_counts_once_in_their_group():
    rows = counted("therapy_use")
    assert rows["AA", "omt_cranial"] == (1, 1)
    assert rows["AA", "omt_hvla"] == (2, 1)
    assert rows["AA", "omt"] == (2, 1)
    assert rows["all", "all"] == (2, 1)


def test_what_began_later_or_is_of_people_not_counted_is_left_out():
    assert ("all", "acupuncture") not in counted("therapy_use")


@pytest.mark.parametrize("name", ["population", "therapy_use"])
def test_without_calendar_days_there_are_no_people(name: str):
    relative = TABLES + "UPDATE features.diary_spine SET date_is_relative = true;"
    assert {n for n, _ in counted(name, relative).values()} <= {0}


def test_bands_and_measures_are_the_known_ones():
    bands = {age for _, _, age in counted("population")}
    assert bands <= {"all", "unknown", *AGE_BANDS}
    select = read_statement(sql_folder() / "publish" / "population.sql").sql
    assert all(f"'{band}'" in select for band in AGE_BANDS)
    explained = set(dimension_tables([], {})["pub.dim_measure"]["measure_id"])
    assert {"people", "people_with_therapy"} <= explained
    assert set(POPULATION.column("sex").values) >= {sex for _, sex, _ in counted("population")}
