"""One population sent in seven formats, through the whole door: the same rows in core."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import polars as pl
import pytest

from flows.build import validate
from flows.ingest import ingest
from flows.run import open_run
from triggerscape.cohort.clinical.carried import CARRIED, as_carried
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.sending.file_formats import FileFormat, has_clinic
from triggerscape.cohort.setting.sites import make_sites
from triggerscape.cohort.truth import default_truth
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import CORE
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace

pytestmark = pytest.mark.long

OTHERS = [name for name in get_args(FileFormat) if name != "csv"]
SITES = make_sites(12)
WITH_CLINIC = [site.code for site in SITES if has_clinic(site)]
TABLES = {name: "diary_day" if name == "diary" else name for name in INPUTS}
# When a row was written down is the file's to say, and not every format does.
UNTOLD = {"recorded_at", "is_deleted"}


def loaded(home: Path, file_format: FileFormat) -> dict[str, pl.DataFrame]:
    """Every contract's rows of core as text, after all files were taken in without a complaint."""
    workspace = Workspace(home)
    workspace.create()
    population = make_population(150, 168, len(SITES), 34, default_truth())
    write_deliveries(population, home, file_format=file_format, number_keys=True)
    run = open_run(workspace)
    ingest(run)
    validate(run)
    with run.open_build() as build:
        account = build.execute("SELECT sum(rows_quarantined) FROM ledger.row_account").fetchone()
        assert account == (0,)
    with run.connect() as con:
        open_tables(con, run.lake, CORE)
        return {contract: _rows(con, contract) for contract in INPUTS}


def _rows(con, contract: str) -> pl.DataFrame:
    described = con.execute(f"DESCRIBE core.{TABLES[contract]}").fetchall()
    known = {name for name, *_ in described}
    told = [name for name in INPUTS[contract].column_names if name in known - UNTOLD]
    told += ["extra"] if "extra" in known else []
    texts = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}" for name in told)
    rows = con.execute(f"SELECT {texts} FROM core.{TABLES[contract]} ORDER BY ALL").fetchall()
    return pl.DataFrame(rows, schema=dict.fromkeys(told, pl.String), orient="row")


@pytest.fixture(scope="module")
def csv(tmp_path_factory) -> dict[str, pl.DataFrame]:
    return loaded(tmp_path_factory.mktemp("csv") / "workspace", "csv")


@pytest.mark.parametrize("file_format", OTHERS)
def test_unequal_files_give_equal_tables(tmp_path, csv, file_format):
    given = loaded(tmp_path / "workspace", file_format)
    for contract, expected in csv.items():
        assert expected.height, contract
        rows = given[contract]
        carried = CARRIED.get(file_format, {}).get(contract)
        if carried is None:
            assert rows.rows() == expected.rows(), contract
            continue
        has_format = pl.col("site_code").is_in(WITH_CLINIC)
        columns = ["site_code", *carried.columns]
        whole = expected.filter(has_format)
        wanted = as_carried(file_format, contract, whole).select(columns)
        assert wanted.height, contract
        assert sorted(rows.filter(has_format).select(columns).rows(), key=str) == sorted(
            wanted.rows(), key=str
        ), contract
        assert rows.filter(~has_format).rows() == expected.filter(~has_format).rows(), contract
