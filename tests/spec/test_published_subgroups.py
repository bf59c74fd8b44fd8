"""Who carries the burden, by example: means of subgroups, and the share with chronic migraine."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest
from short_heads import speller
from small_tables import make_table

from triggerscape.settings import Settings
from triggerscape.warehouse.designs.onset_design import AGE_BANDS
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statement, sql_folder

spelt = speller(
    {
        "site": "site_code",
        "index": "window_index",
        "kind": "window_kind",
        "start": "window_start",
        "w": "weight",
    }
)
# Windows from 2026-02-23 and 2026-03-23; the last diary day lies in the second.
SPINE = """
    diary_date
    2026-03-22
    2026-04-10
"""
MEASURES = spelt("""
    person_id | site | kind     | index | start      | measure_id        | days | value   | w
    1         | AA   | calendar | 341   | 2026-02-23 | mmd_mean          | 28   | 4000000 | 1000000
    2         | BB   | calendar | 341   | 2026-02-23 | mmd_mean          | 20   | 6000000 | 1000000
    3         | BB   | calendar | 341   | 2026-02-23 | mmd_mean          | 14   | 8000000 | 1000000
    1         | AA   | calendar | 341   | 2026-02-23 | hit6_mean         | 1    | 60      | 1
    1         | AA   | personal | 0     | 2026-02-23 | mmd_mean          | 28   | 9000000 | 1000000
    1         | AA   | calendar | 342   | 2026-03-23 | mmd_mean          | 18   | 9000000 | 1000000
    2         | BB   | calendar | 341   | 2026-02-23 | satisfaction_mean | 1    | 9       | 1
""")
GROUPS = """
    person_id | site_code | window_index | window_start | subgroup_kind | subgroup_level
    1         | AA        | 341          | 2026-02-23   | all           | all
    2         | BB        | 341          | 2026-02-23   | all           | all
    3         | BB        | 341          | 2026-02-23   | all           | all
    1         | AA        | 341          | 2026-02-23   | sex           | female
    2         | BB        | 341          | 2026-02-23   | sex           | male
    3         | BB        | 341          | 2026-02-23   | sex           | male
    1         | AA        | 342          | 2026-03-23   | all           | all
    1         | AA        | 342          | 2026-03-23   | sex           | female
"""
STATES = spelt("""
    person_id | site | kind     | window_index | start      | state    | headache_known_days
    1         | AA   | calendar | 341          | 2026-02-23 | chronic  | 80
    2         | BB   | calendar | 341          | 2026-02-23 | changing | 70
    3         | BB   | calendar | 341          | 2026-02-23 | unknown  | 14
    1         | AA   | personal | 0            | 2026-02-23 | episodic | 84
    1         | AA   | calendar | 342          | 2026-03-23 | chronic  | 80
""")


def published(name: str) -> pl.DataFrame:
    """Rows of a published table from the small tables."""
    select = read_statement(sql_folder() / "publish" / f"{name}.sql").sql
    with duckdb.connect() as con:
        make_reference(con, Settings())
        make_table(con, "features.diary_spine", SPINE)
        make_table(con, "features.window_measure", MEASURES)
        make_table(con, "features.window_subgroup", GROUPS)
        make_table(con, "features.chronicity", STATES)
        return con.sql(select).pl()


def row(frame: pl.DataFrame, **keys: object) -> dict[str, object]:
    """The one row with these words."""
    (found,) = frame.filter(**keys).to_dicts()
    return found


def test_a_mean_is_of_the_people_of_the_level_with_its_normal_interval():
    males = row(published("burden_subgroup"), subgroup_level="male", measure_id="mmd_mean")
    assert (males["n_people"], males["n_days"], males["n_sites"]) == (2, 34, 1)
    assert males["estimate"] == pytest.approx(7)
    # Standard deviation sqrt(2), over the root of two people.
    assert males["ci_low"] == pytest.approx(7 - 1.959964)
    assert males["ci_high"] == pytest.approx(7 + 1.959964)


def test_levels_add_up_to_everybody_and_one_person_has_no_interval():
    rows = published("burden_subgroup")
    everybody = row(rows, subgroup_kind="all", measure_id="mmd_mean")
    assert (everybody["n_people"], everybody["n_sites"]) == (3, 2)
    assert everybody["estimate"] == pytest.approx(6)
    female = row(rows, subgroup_level="female", measure_id="mmd_mean")
    assert (female["n_people"], female["estimate"], female["ci_low"]) == (1, 4, None)


def test_where_nobody_is_a_row_says_0():
    nobody = row(published("burden_subgroup"), subgroup_level="male", measure_id="hit6_mean")
    assert (nobody["n_people"], nobody["n_sites"], nobody["estimate"]) == (0, 0, None)


def test_only_windows_that_are_over_and_measures_of_the_burden_are_there():
    rows = published("burden_subgroup")
    assert set(rows["window_index"]) == {341}
    assert set(rows["measure_id"]) == {"mmd_mean", "hit6_mean"}


def test_the_chronic_share_is_of_people_whose_state_is_known():
    everybody = row(published("chronic_share"), subgroup_kind="all")
    assert (everybody["n_people"], everybody["n_hit"], everybody["n_without"]) == (2, 1, 1)
    assert (everybody["n_days"], everybody["n_sites"], everybody["status"]) == (150, 2, "ok")
    assert everybody["estimate"] == 0.5
    # Wilson 1927, one of two: 0.0945 to 0.9055.
    assert everybody["ci_low"] == pytest.approx(0.0945312)
    assert everybody["ci_high"] == pytest.approx(0.9054688)


def test_everybody_or_nobody_chronic_is_hidden():
    rows = published("chronic_share")
    assert row(rows, subgroup_level="female")["status"] == "c"
    assert row(rows, subgroup_level="male")["status"] == "c"


def test_age_bands_are_those_of_the_triggers_and_of_the_population():
    for name in ("features/window_subgroup", "publish/population"):
        select = read_statement(sql_folder() / f"{name}.sql").sql
        assert all(f"'{band}'" in select for band in AGE_BANDS)
