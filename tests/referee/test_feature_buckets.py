"""The same tables whatever the number of buckets and threads and the order of arrival."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from feature_deliveries import first_delivery, later_deliveries
from feature_lake import accept, build_features, built_files, choose, table_hashes, workspace

from flows.bucket_runner import every_bucket
from flows.bucket_work import SETTLE
from flows.feature_steps import design_steps, feature_steps
from flows.run import Run, open_run
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import fate_table
from triggerscape.contract.language import Table

FIRST = first_delivery()
ALL = [FIRST, *later_deliveries(FIRST)]


def built(home: Path, deliveries=ALL, *, buckets: int, threads: int = 1) -> Run:
    run = workspace(home, buckets=buckets, threads=threads)
    for delivery in deliveries:
        accept(run, delivery)
    build_features(run)
    return run


@pytest.fixture(scope="module")
def one_bucket(tmp_path_factory) -> Run:
    return built(tmp_path_factory.mktemp("one"), buckets=1)


def tables(run: Run) -> list[Table]:
    steps = [*feature_steps(run), *design_steps(run)]
    return [*map(fate_table, INPUTS.values()), *(step.contract for step in steps)]


def test_every_table_is_built_and_people_fill_it(one_bucket):
    hashes = table_hashes(one_bucket.lake)
    made = {table.name for table in tables(one_bucket) if table.schema != "fate"}
    # Of the inputs only the diary comes in several versions.
    assert {name for name, said in hashes.items() if not said.startswith("0 rows")} == {
        *made,
        "fate.diary",
    }


@pytest.mark.parametrize(("buckets", "threads"), [(4, 1), (4, 2)])
def test_buckets_and_threads_change_nothing(one_bucket, tmp_path, buckets, threads):
    run = built(tmp_path, buckets=buckets, threads=threads)
    assert table_hashes(run.lake) == table_hashes(one_bucket.lake)


def test_sixteen_buckets_change_nothing(one_bucket, tmp_path):
    run = built(tmp_path, buckets=16, threads=2)
    assert table_hashes(run.lake) == table_hashes(one_bucket.lake)


@pytest.mark.long
def test_256_buckets_change_nothing(one_bucket, tmp_path):
    run = built(tmp_path, buckets=256, threads=2)
    assert table_hashes(run.lake) == table_hashes(one_bucket.lake)


def test_threads_change_no_byte(one_bucket, tmp_path):
    run = built(tmp_path, buckets=1, threads=2)
    assert built_files(run.lake) == built_files(one_bucket.lake)


def test_every_file_is_in_the_order_of_its_key(one_bucket):
    with duckdb.connect() as con:
        for table in tables(one_bucket):
            for file in one_bucket.lake.files(table.name):
                columns = ", ".join(table.key)
                rows = con.execute(f"SELECT {columns} FROM read_parquet(?)", [str(file)]).fetchall()
                assert table.key[0] == "person_id"
                assert rows == sorted(rows), file.name


def test_every_table_has_its_grain_and_the_columns_of_its_contract(one_bucket):
    with duckdb.connect() as con:
        for table in tables(one_bucket):
            files = [str(file) for file in one_bucket.lake.files(table.name)]
            for file in files:
                rows = "FROM read_parquet(?, hive_partitioning = false)"
                described = con.execute(f"DESCRIBE {rows}", [file]).fetchall()
                kinds = [(name, kind) for name, kind, *_ in described]
                assert kinds == [(column.name, str(column.kind)) for column in table], file
            key = ", ".join(table.key)
            doubled = con.execute(
                f"SELECT {key} FROM read_parquet(?) GROUP BY {key} HAVING count(*) > 1", [files]
            ).fetchall()
            assert doubled == [], table.name


def test_the_order_of_arrival_changes_no_byte(one_bucket, tmp_path):
    run = built(tmp_path, list(reversed(ALL)), buckets=1)
    assert built_files(run.lake) == built_files(one_bucket.lake)


def with_fewer_buckets(home: Path) -> Run:
    run = built(home, buckets=4)
    choose(run.workspace, buckets=1)
    fewer = open_run(run.workspace)
    for delivery in ALL:
        accept(fewer, delivery)
    return fewer


def test_fewer_buckets_leave_nothing_of_the_many_behind(one_bucket, tmp_path):
    fewer = with_fewer_buckets(tmp_path)
    fewer.lake.drop_buckets_from(1)
    build_features(fewer)
    assert built_files(fewer.lake) == built_files(one_bucket.lake)
    assert not list(fewer.lake.root.glob("accepted.*/bucket=00001"))


def test_a_run_drops_buckets_no_longer_used(tmp_path):
    fewer = with_fewer_buckets(tmp_path)
    assert list(fewer.lake.root.glob("*/bucket=00001*"))
    every_bucket(fewer, SETTLE)
    assert not list(fewer.lake.root.glob("*/bucket=00001*"))


def test_the_batching_of_rows_changes_only_where_they_came_from(one_bucket, tmp_path):
    halves = [
        replace(
            FIRST,
            name=f"first half {half}",
            tables={n: r[half::2] for n, r in FIRST.tables.items()},
        )
        for half in (0, 1)
    ]
    run = built(tmp_path, [*halves, *ALL[1:]], buckets=1)
    wanted, found = table_hashes(one_bucket.lake), table_hashes(run.lake)
    made = {name for name in wanted if name.startswith(("features.", "design."))}
    assert {name: found[name] for name in made} == {name: wanted[name] for name in made}
