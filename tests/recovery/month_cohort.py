"""A synthetic population as person-months, by the shortest way: no file, no judging, no lake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import duckdb
import polars as pl
from trigger_cohort import KeptPopulation, core_rows
from trigger_designs import put_rows, tables_behind

from triggerscape.cohort.rows.questionnaire_rows import questionnaire_rows
from triggerscape.cohort.sending.keys import site_keys
from triggerscape.contract.core import CORE
from triggerscape.delivery.privacy.deployment_key import synthetic_key
from triggerscape.delivery.privacy.person_keys import rekey
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import Statement, in_order, read_statements

MONTH = "months.person_month"


@contextmanager
def opened_months(core: Mapping[str, pl.DataFrame]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds months.person_month of these rows of core, and all it is made of."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'; SET threads = 1")
        make_reference(con, Settings())
        for contract in CORE:
            put_rows(con, contract, core.get(contract.name))
        for statement in _statements():
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {statement.name.split('.')[0]}")
            con.execute(f"CREATE TABLE {statement.name} AS {statement.sql}")
        yield con


def core_of_months(population: KeptPopulation) -> dict[str, pl.DataFrame]:
    """The population as rows of core, questionnaires among them."""
    return core_rows(population) | {"core.questionnaire": _questionnaires(population)}


def _questionnaires(population: KeptPopulation) -> pl.DataFrame:
    found = []
    for world in population.kept:
        keys = site_keys(world)
        rows = questionnaire_rows(world, keys)
        ours = pl.DataFrame(rekey(keys.people, world.site.code, synthetic_key()))
        found.append(rows.join(ours, left_on="person_key", right_on="spelling", suffix="_ours"))
    return (
        pl.concat(found, how="diagonal")
        .drop("person_key")
        .rename({"person_key_ours": "person_key"})
    )


@cache
def _statements() -> list[Statement]:
    known = {one.name: one for s in ("features", "months") for one in read_statements(s)}
    return in_order(known[name] for name in tables_behind((MONTH,), known))
