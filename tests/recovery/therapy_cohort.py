"""A synthetic population as trials of therapies, the short way: no file, no judging, no lake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import duckdb
import polars as pl
from trigger_cohort import KeptPopulation, core_rows
from trigger_designs import put_rows, tables_behind

from flows.fits.therapy_trials import TherapyTrials
from triggerscape.cohort.setting.calendar import LAST_DAY, RUN_IN
from triggerscape.contract.core import CORE
from triggerscape.contract.deliveries import DELIVERED_PERIOD
from triggerscape.contract.trials import TRIALS
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import Statement, in_order, read_statements

# What the trials read beside trials.*: features.first_use in whose name everything was begun.
_NEEDED = (*(table.name for table in TRIALS), "features.first_use")


@contextmanager
def opened_trials(population: KeptPopulation) -> Iterator[TherapyTrials]:
    """Every trial of these people: their rows put into core, and the SELECTs run from there.

    Every site has delivered its therapies of all days.
    """
    settings = Settings()
    core = core_rows(population)
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'; SET threads = 1")
        make_reference(con, settings)
        for contract in CORE:
            put_rows(con, contract, core.get(contract.name))
        put_rows(con, DELIVERED_PERIOD, _delivered(population))
        for statement in _statements():
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {statement.name.split('.')[0]}")
            con.execute(f"CREATE TABLE {statement.name} AS {statement.sql}")
        yield TherapyTrials(con, settings["therapy.comparisons"])


def _delivered(population: KeptPopulation) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "site_code": [world.site.code for world in population.kept],
            "contract": "therapy",
            "from_date": population.calendar.date_of(RUN_IN),
            "to_date": LAST_DAY,
            "is_complete": True,
        }
    )


@cache
def _statements() -> list[Statement]:
    known = {one.name: one for s in ("features", "trials") for one in read_statements(s)}
    return in_order(known[name] for name in tables_behind(_NEEDED, known))
