"""One population, sent in every format: equal facts in unequal files make equal tables."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import duckdb
import polars as pl
import pytest

from flows.build import validate
from flows.ingest import ingest
from flows.run import Run, open_run
from triggerscape.cohort.clinical.carried import CARRIED, as_carried
from triggerscape.cohort.sending.file_formats import FileFormat
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import CORE
from triggerscape.demo import send_cohort
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace

PEOPLE, DAYS, SITES, SEED = 160, 200, 3, 20261121
# What differs because the files differ: where a row stood, and what its code was.
OF_THE_FILE = {
    *("delivery_id", "source_sha256", "source_row", "recorded_at"),
    *("source_system", "source_code", "map_rule"),
}
OTHERS = tuple(name for name in get_args(FileFormat) if name != "csv")


def _arrived(home: Path, file_format: FileFormat) -> Run:
    """Core of the population in one format, under the same deployment key."""
    workspace = Workspace(home)
    send_cohort(
        workspace, PEOPLE, DAYS, SITES, SEED, say=str, file_format=file_format, number_keys=True
    )
    run = open_run(workspace)
    ingest(run)
    validate(run)
    return run


def _core(run: Run) -> dict[str, pl.DataFrame]:
    with run.connect() as con:
        open_tables(con, run.lake, CORE)
        return {table.name: _frame(con, table.name) for table in CORE}


def _frame(con: duckdb.DuckDBPyConnection, table: str) -> pl.DataFrame:
    as_text = " REPLACE (CAST(extra AS VARCHAR) AS extra)" if table == "core.diary_day" else ""
    frame = pl.from_arrow(con.sql(f"SELECT *{as_text} FROM {table}").to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return frame


@pytest.fixture(scope="module")
def key() -> pytest.MonkeyPatch:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIGGERSCAPE_KEY", "5a" * 32)
        yield patch


@pytest.fixture(scope="module")
def plain(
    key: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, pl.DataFrame]:
    return _core(_arrived(tmp_path_factory.mktemp("csv") / "home", "csv"))


def _compared(
    file_format: FileFormat, name: str, plain: pl.DataFrame
) -> tuple[list[str], pl.DataFrame]:
    """The columns to compare and the rows that should be there, of the same facts sent as CSV."""
    contract = next(
        c for c in INPUTS if f"core.{c}" == name or (c, name) == ("diary", "core.diary_day")
    )
    carried = CARRIED.get(file_format, {}).get(contract)
    if carried is None:
        return [column for column in plain.columns if column not in OF_THE_FILE], plain
    return ["person_id", *carried.columns], as_carried(file_format, contract, plain)


@pytest.mark.parametrize("file_format", OTHERS)
def test_every_core_table_is_the_same_in_every_format(
    file_format, plain, key, tmp_path, record_property
):
    run = _arrived(tmp_path / "home", file_format)
    with run.open_build() as build:
        refused = build.execute(
            "SELECT file_name, file_rule, rows_refused FROM ledger.file_use "
            "WHERE file_rule <> '' OR rows_refused > 0"
        ).fetchall()
    assert refused == []
    rows = 0
    for name, table in _core(run).items():
        columns, wanted = _compared(file_format, name, plain[name])
        order = [c for c in columns if not isinstance(table.schema[c], (pl.List, pl.Struct))]
        found, wanted = (one.select(columns).sort(order) for one in (table, wanted))
        assert found.equals(wanted), (name, found.height, wanted.height)
        rows += found.height
    assert rows > 15_000
    record_property("rows compared", rows)
