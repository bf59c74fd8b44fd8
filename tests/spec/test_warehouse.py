"""The seams to DuckDB and to the disk: locked down, bounded, one writer, whole files only."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from flows.run import only_writer, open_run
from triggerscape.contract.core import CORE
from triggerscape.errors import ContractBroken, SettingsError, WorkspaceBusy
from triggerscape.settings import SETTINGS, Settings, read_settings, settings_text
from triggerscape.warehouse.build.step import check_columns
from triggerscape.warehouse.connection import buckets_at_once, connect, memory_gb, threads
from triggerscape.warehouse.lake import Lake, recipe_of, view_of_files, write_parquet
from triggerscape.warehouse.literals import quoted, sql_text
from triggerscape.warehouse.research import write_research
from triggerscape.workspace import Workspace

PERSON = CORE[0]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/triggerscape-escape.csv'",
        "ATTACH '/tmp/triggerscape-escape.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
    ],
)
def test_a_connection_sees_only_its_folders_and_cannot_be_unlocked(
    sql: str, tmp_path: Path
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with connect(Settings(), folders=[inside], spill=tmp_path / "spill") as con:
        con.execute(f"COPY (SELECT 1 AS a) TO {sql_text(str(inside / 'a.parquet'))}")
        with pytest.raises(duckdb.Error):
            con.execute(sql)


def test_memory_and_threads_come_from_the_settings(tmp_path: Path) -> None:
    settings = Settings({"warehouse.memory_gb": 2, "warehouse.threads": 1})
    query = "SELECT current_setting('memory_limit'), current_setting('threads')"
    with connect(settings, folders=[tmp_path], spill=tmp_path / "spill") as con:
        assert con.execute(query).fetchall() == [("1.8 GiB", 1)]
    with connect(settings, folders=[tmp_path], spill=tmp_path / "spill", side_by_side=4) as con:
        assert con.execute(query).fetchall() == [("476.8 MiB", 1)]


def test_what_is_not_set_comes_from_the_machine() -> None:
    cores, half = len(os.sched_getaffinity(0)), os.sysconf("SC_PHYS_PAGES") * 4096 / 2e9
    assert threads(Settings()) == cores
    assert memory_gb(Settings()) == pytest.approx(half)
    assert memory_gb(Settings({"warehouse.memory_gb": 0.5})) == 0.5


@pytest.mark.parametrize(
    ("buckets", "threads", "gigabytes", "at_once"),
    [(16, 4, 8, 4), (2, 4, 8, 2), (16, 4, 1.5, 3), (16, 4, 0.5, 1), (16, 4, 0.25, 1)],
)
def test_no_bucket_is_built_with_too_little_memory_beside_others(
    buckets: int, threads: int, gigabytes: float, at_once: int
) -> None:
    told = {"buckets": buckets, "threads": threads, "memory_gb": gigabytes}
    settings = Settings({f"warehouse.{name}": value for name, value in told.items()})
    assert buckets_at_once(settings) == at_once


@pytest.mark.parametrize("name", ['a"b', "a; DROP TABLE x", "a'b", "select"])
def test_names_and_texts_cannot_act_as_sql(name: str) -> None:
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE t ({quoted(name)} VARCHAR)")
        con.execute(f"INSERT INTO t VALUES ({sql_text(name)})")
        assert con.execute(f"SELECT {quoted(name)} FROM t").fetchall() == [(name,)]


def test_a_lake_file_appears_whole_and_says_which_recipe_made_it(tmp_path: Path) -> None:
    target = Lake(tmp_path).file("core.person", 3)
    with duckdb.connect() as con:
        assert write_parquet(con, "SELECT 1 AS a", target, recipe="first") == 1
        with pytest.raises(duckdb.Error):
            write_parquet(con, "SELECT error('no') AS a", target, recipe="second")
    assert recipe_of(target) == "first"
    assert recipe_of(target.with_name("none.parquet")) == ""
    assert target.stat().st_mode & 0o077 == 0


def test_a_table_without_files_is_empty_and_typed() -> None:
    with duckdb.connect() as con:
        check_columns(con, PERSON, view_of_files([], PERSON))


def test_a_select_that_breaks_its_contract_is_told_every_difference() -> None:
    with (
        duckdb.connect() as con,
        pytest.raises(ContractBroken, match=r"has a INTEGER; lacks person_id BIGINT"),
    ):
        check_columns(con, PERSON, "SELECT 1 AS a")


def test_the_research_copy_is_replaced_under_a_reader_who_keeps_the_old_one(
    tmp_path: Path,
) -> None:
    target = tmp_path / "research.duckdb"
    columns = ", ".join(
        f"CAST({'1' if column.name == 'person_id' else 'NULL'} AS {column.kind}) "
        f"AS {quoted(column.name)}"
        for column in PERSON
    )
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA core")
        con.execute(f"CREATE TABLE {PERSON.name} AS SELECT {columns} WHERE false")
        assert write_research(con, [PERSON], target, digest="nobody")
        with duckdb.connect(str(target), read_only=True) as reader:
            con.execute(f"INSERT INTO {PERSON.name} SELECT {columns}")
            assert write_research(con, [PERSON], target, digest="one")
            assert reader.execute("SELECT count(*) FROM core.person").fetchall() == [(0,)]
        with duckdb.connect(str(target), read_only=True) as reader:
            assert reader.execute("SELECT count(*) FROM core.person").fetchall() == [(1,)]
        assert not write_research(con, [PERSON], target, digest="one")


def test_a_workspace_has_one_writer_and_names_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.create()
    with only_writer(workspace):
        with pytest.raises(WorkspaceBusy, match=r"process \d+ is writing"), only_writer(workspace):
            pass
        open_run(workspace)  # reading what a run would do needs no lock
    with only_writer(workspace):
        pass


def test_the_settings_file_init_writes_holds_every_default_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "triggerscape.toml"
    path.write_text(settings_text(), encoding="utf-8")
    assert read_settings(path).text() == Settings().text()
    for setting in SETTINGS:
        assert setting.reason in path.read_text(encoding="utf-8")


def test_every_fault_of_a_settings_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "triggerscape.toml"
    path.write_text(
        "colour = 1\n[warehouse]\nbuckets = 3\n[disclosure]\nthreshold = 5\nthresh = 9\n",
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    for fault in ("unknown key colour", "unknown key disclosure.thresh", "buckets", "11 to 1000"):
        assert fault in caught.value.message
