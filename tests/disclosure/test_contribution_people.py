"""The referee of ``n_people``: the people behind every row of a finished demo are those counted."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest
from demo_run import ROOT
from opened_demo import demo_factors, last_day_of, opened_demo

from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.disclosure.contributions.behind import people_behind
from triggerscape.disclosure.contributions.catalogue import contributions
from triggerscape.disclosure.contributions.changes import changed_in
from triggerscape.disclosure.contributions.contribution import (
    OF_A_PERSON,
    Contribution,
    Counts,
    row_names,
)
from triggerscape.disclosure.contributions.drawing import draw_sample
from triggerscape.disclosure.contributions.facts import row_facts
from triggerscape.disclosure.contributions.sample import Sample
from triggerscape.factors import Factor
from triggerscape.warehouse.statements import read_statements

COUNTING = [table for table in FACTS if "n_people" in table.column_names]
SQL = {s.name.removeprefix("publish."): s.sql for s in read_statements("publish")}
ids = pytest.mark.parametrize("table", COUNTING, ids=lambda table: table.short_name)

# Forward in time, windows are asked about only where enough came before them.
_IS_ANY_TIME = pl.col("validation") != "forward in time"
# Rows of the tables whose people are told to be at least those counted, of which they are exactly.
EXACT_ROWS = {
    "trigger_subgroup": pl.col("subgroup_level") != "between levels",
    "trigger_sensitivity": pl.col("status") == "ok",
    "trigger_person_spread": pl.lit(value=True),
    "phenotype": (pl.col("phenotype_id") == "all") & (pl.col("n_people") > 0),
    "model_version": pl.col("n_people").is_not_null(),
    "model_metric": (pl.col("slice_kind") != "fifth of the forecast") & _IS_ANY_TIME,
    "model_calibration": (pl.col("forecast_bin") == "all") & _IS_ANY_TIME,
    "therapy_effect": (pl.col("status") == "x") & (pl.col("estimand_id") == "att_aipw"),
    "therapy_event_time": pl.col("status") == "x",
    "therapy_combination": pl.col("n_a").is_null(),
    "therapy_dose": pl.col("dose_level").is_in(["any", "per session", "per hour"]),
}


@dataclass(frozen=True)
class Behind:
    """One table of the demo: its Contribution, true rows, the facts of each, who is there.

    ``sample`` is what would be kept of it.
    """

    of: Contribution
    rows: pl.DataFrame
    facts: pl.DataFrame
    people: pl.DataFrame
    sample: Sample


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> dict[str, Behind]:
    with opened_demo(demo_home) as con:
        return all_behind(con, demo_factors(demo_home))


def all_behind(con: duckdb.DuckDBPyConnection, factors: tuple[Factor, ...]) -> dict[str, Behind]:
    """Every counting table in which the demo has people."""
    found = contributions(con, factors, last_day_of(con))
    told = {}
    for table in COUNTING:
        rows = con.sql(SQL[table.short_name]).pl()
        if table.name not in found:
            assert rows.filter(pl.col("n_people") > 0).is_empty(), table.name
            continue
        with people_behind(con, found[table.name]) as one:
            facts, people = row_facts(con, one, rows), con.sql(one.sql).pl()
            sample = draw_sample(con, one, b"a key", most=50)
        told[table.name] = Behind(found[table.name], rows, facts, people, sample)
    return told


@ids
def test_the_people_behind_a_row_are_those_it_counts(demo, table):
    check_people(demo[table.name])


@ids
def test_the_sites_behind_a_row_are_those_it_counts(demo, table):
    if "n_sites" not in table.column_names:
        pytest.skip("its rows are of one site each")
    check_sites(demo[table.name])


@ids
def test_a_person_stands_behind_a_row_once_and_wholly_known(demo, table):
    one, people = demo[table.name].of, demo[table.name].people
    assert set(one.keys) <= set(table.key)
    assert set(people.columns) == {*one.keys, *OF_A_PERSON}
    assert people.schema["digest"] == pl.UInt64
    assert people.select(*one.keys, "person_id").is_duplicated().sum() == 0
    assert people.select(pl.all().exclude("person_amount")).null_count().sum_horizontal().sum() == 0
    assert people.filter(pl.col("person_amount") < 0).is_empty()


@ids
def test_a_sample_knows_how_many_stand_behind_every_row(demo, table):
    one = demo[table.name]
    people = one.people.with_columns(row_names(one.people, one.of.keys)).group_by("row").len("n")
    kept = one.sample.people.group_by("row").len("kept")
    told = one.sample.rows.join(people, on="row", how="full").join(kept, on="row", how="left")
    assert told["n_people"].to_list() == told["n"].to_list()
    assert told["kept"].to_list() == told["n"].clip(upper_bound=50).to_list()
    named = one.rows.with_columns(row_names(one.rows, one.of.keys), one.facts["people_behind"])
    assert set(named.filter(pl.col("people_behind") > 0)["row"]) <= set(one.sample.rows["row"])
    assert (
        changed_in(one.rows, one.sample, one.sample)["changed"].to_list() == [0] * one.rows.height
    )


def test_amounts_add_up_to_what_the_rows_say(demo, demo_home):
    facts = demo["pub.burden_site_window"].facts
    with opened_demo(demo_home) as con:
        value = con.execute("SELECT sum(value) FROM features.window_measure").fetchall()[0][0]
    assert facts["amount_total"].sum() == pytest.approx(float(value))
    assert (facts["amount_1"] >= facts["amount_2"].fill_null(0)).all()
    assert (facts["site_people_2"] == 0).all()


def check_people(one: Behind) -> None:
    counted, told = one.facts["people_counted"], one.rows["n_people"].fill_null(0)
    assert (one.facts["people_behind"] >= counted).all()
    if one.of.counts is Counts.EXACTLY:
        assert not one.of.why
        assert counted.to_list() == told.to_list()
        return
    assert one.of.why
    assert (counted >= told).all()
    asked = EXACT_ROWS.get(one.of.table.removeprefix("pub."), pl.lit(value=False))
    exact = one.rows.select(asked.alias("is"))["is"]
    assert counted.filter(exact).to_list() == told.filter(exact).to_list()


def check_sites(one: Behind) -> None:
    # A row of one site says one also where nobody is.
    there = one.facts["people_behind"] > 0
    rows, sites = one.rows.filter(there), one.facts["sites_behind"].filter(there)
    told = rows["n_sites"].fill_null(0)
    assert (sites >= told).all()
    if one.of.counts is Counts.EXACTLY:
        # A mean over sites is of those with an estimate of their own; others adjust the rest.
        pooled = rows["tau"].is_null() if "tau" in rows.columns else told >= 0
        assert sites.filter(pooled).to_list() == told.filter(pooled).to_list()


@pytest.mark.long
def test_the_people_of_trials_are_those_counted_where_therapies_are_compared(tmp_path):
    """The small demo compares no therapies: 600 people for 300 days do."""
    size = "--people 600 --days 300 --sites 4 --seed 11".split()
    home = tmp_path / "workspace"
    asked = [sys.executable, "-m", "triggerscape", "demo", *size, "--home", str(home)]
    subprocess.run(asked, check=True, capture_output=True, cwd=ROOT, timeout=3600)
    with opened_demo(home) as con:
        found = all_behind(con, demo_factors(home))
    assert found["pub.therapy_effect"].rows.height > 0
    for one in found.values():
        check_people(one)
        if "n_sites" in one.rows.columns:
            check_sites(one)
