"""The short way of the recovery suite gives the rows that a whole run gives, to the last bit."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from trigger_cohort import KeptPopulation, declared_factors, designs_of, keep_population
from trigger_designs import DESIGNS

from flows.bucket_runner import every_bucket
from flows.bucket_work import DESIGN
from flows.feature_steps import design_steps
from flows.plain_runner import run_plainly
from flows.run import Run, open_run
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace

# Twelve sites have every way of sending among them.
SIZES = [
    pytest.param((90, 84, 2, 6901), id="two sites"),
    pytest.param((130, 112, 12, 6904), id="small", marks=pytest.mark.long),
    pytest.param((1200, 168, 12, 6902), id="as measured", marks=pytest.mark.long),
    pytest.param((120, 90, 5, 6903), id="low power", marks=pytest.mark.long),
]


@pytest.fixture(scope="module", params=SIZES)
def both(request, tmp_path_factory):
    """A population, a run over its files, and the designs of both on one connection."""
    population = keep_population(*request.param)
    folder = tmp_path_factory.mktemp("whole")
    run = designed_run(folder / "workspace", population)
    with run.connect() as con:
        open_tables(con, run.lake, [step.contract for step in design_steps(run)])
        frames = {design: con.sql(f"FROM {design}").pl() for design in DESIGNS}
    with designs_of(population) as con:
        con.execute("CREATE SCHEMA run")
        for design, frame in frames.items():
            con.register("given", frame.to_arrow())
            con.execute(f"CREATE TABLE run.{design.split('.')[1]} AS FROM given")
        yield population, run, con


def designed_run(home: Path, population: KeptPopulation) -> Run:
    """From files to designs, as a nightly run goes."""
    workspace = Workspace(home)
    workspace.create()
    if population.people < 100:  # so few people in four buckets are four times the work
        workspace.settings_file.write_text("[warehouse]\nbuckets = 1\n", encoding="utf-8")
    write_deliveries(population, home)
    run = open_run(workspace)
    run_plainly(run, last="build")
    every_bucket(run, DESIGN)
    return run


@pytest.mark.parametrize("design", DESIGNS)
def test_every_row_of_a_run_and_no_other(both, design: str) -> None:
    _, _, con = both
    short, whole = f"FROM {design}", f"FROM run.{design.split('.')[1]}"
    assert columns(con, short) == columns(con, whole)
    assert count(con, f"{short} EXCEPT ALL {whole}") == 0
    assert count(con, f"{whole} EXCEPT ALL {short}") == 0
    assert count(con, whole) > 1000


@pytest.mark.parametrize("design", DESIGNS)
def test_people_and_days_are_in_the_order_the_models_ask_for(both, design: str) -> None:
    _, _, con = both
    days = con.sql(f"SELECT person_id, diary_date FROM {design}").pl()
    assert days.equals(days.sort("person_id", "diary_date"))


def test_the_factors_are_those_of_the_run(both) -> None:
    population, run, _ = both
    assert declared_factors(population) == run.factors


def columns(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in con.execute(f"DESCRIBE {query}").fetchall()]


def count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return con.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0]
