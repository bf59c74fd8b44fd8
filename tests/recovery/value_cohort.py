"""A synthetic population with its costs and visits, as trials and features, the short way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from therapy_cohort import opened_trials
from trigger_cohort import KeptPopulation
from trigger_designs import tables_behind

from flows.fits.therapy_trials import TherapyTrials
from triggerscape.cohort.rows.visit_rows import visit_rows
from triggerscape.cohort.sending.keys import site_keys
from triggerscape.contract.costs import COSTS
from triggerscape.delivery.privacy.deployment_key import synthetic_key
from triggerscape.delivery.privacy.person_keys import rekey
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.statements import in_order, read_statements


@contextmanager
def opened_costs(population: KeptPopulation) -> Iterator[TherapyTrials]:
    """Every trial of these people, with their visits and everything charged."""
    with opened_trials(population) as trials:
        visits = _visits(population)
        trials.con.register("sent", visits.to_arrow())
        names = ", ".join(map(quoted, visits.columns))
        trials.con.execute(f"INSERT INTO core.visit ({names}) SELECT {names} FROM sent")
        trials.con.unregister("sent")
        known = {one.name: one for one in read_statements("features")}
        there = {
            name
            for (name,) in trials.con.execute(
                "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
            ).fetchall()
        }
        needed = tables_behind([table.name for table in COSTS], known) - there
        for statement in in_order(known[name] for name in needed):
            trials.con.execute(f"CREATE TABLE {statement.name} AS {statement.sql}")
        yield trials


def _visits(population: KeptPopulation) -> pl.DataFrame:
    frames = []
    for world in population.kept:
        keys = site_keys(world)
        sent = visit_rows(world, keys)
        ours = pl.DataFrame(rekey(keys.people, world.site.code, synthetic_key()))
        joined = sent.join(ours, left_on="person_key", right_on="spelling", suffix="_ours")
        frames.append(joined.drop("person_key").rename({"person_key_ours": "person_key"}))
    known = ("person_id", "site_code", "person_key", "visit_key", "visit_date", "status")
    kept = [frame.select(*known, *_satisfaction(frame)) for frame in frames if frame.height]
    return pl.concat(kept, how="diagonal")


def _satisfaction(frame: pl.DataFrame) -> list[str]:
    return ["satisfaction"] if "satisfaction" in frame.columns else []
