"""Train: fit every model on the designs and keep what it says in estimates.*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from flows.bucket_runner import every_bucket
from flows.bucket_work import DESIGN
from flows.feature_steps import ONSET_DESIGN, SAME_DAY_DESIGN, design_steps, feature_steps
from flows.run import Run, StepOutcome
from models.therapies.therapy_rows import therapy_rows
from models.triggers.trigger_rows import trigger_rows, unrecorded_rows
from triggerscape.contract.estimates import THERAPY_ESTIMATE, TRIGGER_ESTIMATE
from triggerscape.warehouse.designs.trial_design import trial_sql
from triggerscape.warehouse.literals import quoted, sql_text
from triggerscape.warehouse.opening import open_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb
    import pyarrow as pa

    from triggerscape.contract.language import Table
    from triggerscape.factors import Factor

BATCH_ROWS = 65_536
BASES = ("migraine", "headache")


def train(run: Run) -> StepOutcome:
    """Fit triggers and therapies; models that lack data say so and stop nothing."""
    every_bucket(run, DESIGN)
    with run.connect() as con:
        steps = [*feature_steps(run), *design_steps(run)]
        open_tables(con, run.lake, [step.contract for step in steps])
        triggers = _fit_triggers(run, con)
        therapies = _fit_therapies(run, con)
    with run.open_build() as build:
        _keep(build, TRIGGER_ESTIMATE, triggers)
        _keep(build, THERAPY_ESTIMATE, therapies)
    rows = sum(frame.height for frame in (*triggers, *therapies))
    return StepOutcome(
        "train",
        "ok",
        run.lake.rows(ONSET_DESIGN),
        rows,
        0,
        f"{len(run.factors)} factors, {len(run.settings['therapy.comparisons'])} therapy pairs",
    )


def _fit_triggers(run: Run, con: duckdb.DuckDBPyConnection) -> list[pl.DataFrame]:
    """Each kind of attack by itself: diaries that never say migraine are not mixed with the others.

    A second kind in which nothing can be estimated (attack logs, say) says nothing more than the
    first and is left out.
    """
    frames: list[pl.DataFrame] = []
    for basis in BASES:
        if not _has_days(con, basis):
            continue
        run.say(f"train triggers of {basis}")
        recorded = _recorded(run, con, basis)
        if recorded:
            onset = _stream(con, ONSET_DESIGN, basis, recorded)
            same_day = _stream(con, SAME_DAY_DESIGN, basis, recorded)
            fitted = trigger_rows(onset, same_day, recorded, basis)
            if frames and "estimated" not in fitted["status"]:
                continue
            frames.append(fitted)
        unrecorded = [factor for factor in run.factors if factor not in recorded]
        if unrecorded and (recorded or not frames):
            frames.append(unrecorded_rows(unrecorded, basis))
    return frames


def _recorded(run: Run, con: duckdb.DuckDBPyConnection, basis: str) -> list[Factor]:
    """The factors known on at least one at-risk day of these diaries."""
    counts = ", ".join(f"count({quoted(factor.code)})" for factor in run.factors)
    query = f"SELECT {counts} FROM {ONSET_DESIGN} WHERE attack_basis = {sql_text(basis)}"
    known = con.execute(query).fetchall()[0]
    return [factor for factor, days in zip(run.factors, known, strict=True) if days]


def _has_days(con: duckdb.DuckDBPyConnection, basis: str) -> bool:
    query = f"SELECT count(*) FROM {ONSET_DESIGN} WHERE attack_basis = {sql_text(basis)}"
    return bool(con.execute(query).fetchall()[0][0])


def _stream(
    con: duckdb.DuckDBPyConnection, design: str, basis: str, factors: Sequence[Factor]
) -> Callable[[], pa.RecordBatchReader]:
    """A fresh scan of a design at every call; the files are in the order of person_id."""
    names = ", ".join(quoted(factor.code) for factor in factors)
    query = (
        f"SELECT person_id, site_code, outcome, {names} FROM {design} "
        f"WHERE attack_basis = {sql_text(basis)}"
    )
    return lambda: con.cursor().sql(query).to_arrow_reader(BATCH_ROWS)


def _fit_therapies(run: Run, con: duckdb.DuckDBPyConnection) -> list[pl.DataFrame]:
    frames = []
    for therapy, comparator in run.settings["therapy.comparisons"]:
        run.say(f"train {therapy} against {comparator}")
        starters = con.sql(trial_sql(therapy, comparator)).pl()
        if starters.height:
            frames.append(therapy_rows(starters, therapy, comparator))
    return frames


def _keep(build: duckdb.DuckDBPyConnection, table: Table, frames: list[pl.DataFrame]) -> None:
    """Replace an estimates table by these rows."""
    names = ", ".join(quoted(column.name) for column in table)
    build.execute("BEGIN")
    build.execute(f"DELETE FROM {table.name}")
    for frame in frames:
        build.register("fitted", frame.to_arrow())
        build.execute(f"INSERT INTO {table.name} SELECT {names} FROM fitted")
        build.unregister("fitted")
    build.execute("COMMIT")
