"""Train: fit every model on the designs and keep what it says in estimates.*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from flows.bucket_runner import every_bucket
from flows.bucket_work import DESIGN
from flows.feature_steps import design_steps, feature_steps
from flows.fits.audit import audit_sentences
from flows.fits.chronicity import fit_course
from flows.fits.drifting import Moved, moved_inputs
from flows.fits.fit_recipe import recipe_of_fits, rule_of_models
from flows.fits.fitted_before import fitted_before, forget_fits, remember_fits
from flows.fits.forecast import fit_next_window
from flows.fits.registering import register_models
from flows.fits.site_comparison import fit_sites
from flows.fits.therapy_fits import THERAPY_FITS
from flows.fits.therapy_trials import TherapyTrials
from flows.fits.trigger_design import TriggerDesign, has_days, recorded
from flows.fits.trigger_fits import FURTHER_FITS, fit_headline
from flows.run import Run, StepOutcome
from models.registry.model_files import as_kept
from models.triggers.trigger_rows import unrecorded_rows
from triggerscape.contract.ddl import comments, create_table
from triggerscape.contract.estimates.audit import TRIGGER_AUDIT_ESTIMATE
from triggerscape.contract.estimates.catalogue import ESTIMATES
from triggerscape.contract.estimates.models import MODEL_DRIFT_ESTIMATE
from triggerscape.contract.estimates.triggers import TRIGGER_ESTIMATE
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.opening import open_tables
from triggerscape.warehouse.reference.tables import make_reference

if TYPE_CHECKING:
    import duckdb

    from triggerscape.contract.language import Table

_AUDIT = TRIGGER_AUDIT_ESTIMATE.name
# The frames that one fit gives, by the name of the estimates table each belongs to.
Fitted = dict[str, pl.DataFrame]
BASES = ("migraine", "headache")


def train(run: Run) -> StepOutcome:
    """Fit triggers and therapies; models that lack data say so and stop nothing.

    Where nothing they depend on has changed since they were fitted, the estimates stay as they are,
    and only whether inputs have moved is looked at: that depends on the newest release, too.
    """
    every_bucket(run, DESIGN)
    with run.connect() as con:
        make_reference(con, run.settings)
        features = [step.contract for step in feature_steps(run)]
        open_tables(con, run.lake, [*features, *(step.contract for step in design_steps(run))])
        recipe = recipe_of_fits(run, con, features)
        before = fitted_before(run, recipe)
        if before:
            run.say("train: nothing has changed since the models were fitted")
            moved = moved_inputs(run, con, before.forecast)
            warnings = list(before.warnings)
        else:
            moved, warnings = _fit(run, con, recipe)
    with run.open_build() as build:
        _keep(build, MODEL_DRIFT_ESTIMATE, [moved.rows])
        counted = " UNION ALL ".join(f"SELECT count(*) AS n FROM {one.name}" for one in ESTIMATES)
        rows = int(build.execute(f"SELECT sum(n) FROM ({counted})").fetchall()[0][0])
    warnings += moved.warnings
    told = f"{len(run.factors)} factors, {len(run.settings['therapy.comparisons'])} therapy pairs"
    return StepOutcome(
        "train",
        "warning" if warnings else "ok",
        run.lake.rows(ONSET_DESIGN),
        rows,
        0,
        f"{told}; as fitted before" if before else told,
        tuple(warnings),
    )


def _fit(run: Run, con: duckdb.DuckDBPyConnection, recipe: str) -> tuple[Moved, list[str]]:
    """Fit everything and keep it; gives back what has moved, and what there is to say of fits.

    What has moved is not kept here: it is looked at in every run.
    """
    fitted = [*_fit_triggers(run, con), *_fit_therapies(run, con)]
    run.say("train the course of the illness")
    fitted.append(fit_course(con, run.settings, run.as_of))
    run.say("train the comparison of sites")
    fitted.append(fit_sites(con, run.settings, run.as_of))
    run.say("train the forecast of the next 28 days")
    forecast = fit_next_window(con, run.settings["definitions.min_window_days"])
    fitted.append(forecast.rows)
    run.say("train: keep the models and see whether their inputs have moved")
    kept = as_kept(forecast.model, rule_of_models(run)) if forecast.model else None
    moved = moved_inputs(run, con, kept)
    registered = register_models(run, con, fitted, forecast.model, moved)
    fitted.append(registered.rows)
    audited = [found[_AUDIT] for found in fitted if _AUDIT in found]
    warnings = [sentence for frame in audited for sentence in audit_sentences(frame)]
    warnings += [*forecast.warnings, *registered.not_kept]
    with run.open_build() as build:
        forget_fits(build)
        for table in ESTIMATES:
            if table is not MODEL_DRIFT_ESTIMATE:
                _keep(build, table, [found[table.name] for found in fitted if table.name in found])
        if not registered.not_kept:  # what is not on the disk cannot be looked at again
            remember_fits(build, recipe, warnings)
    return moved, warnings


def _fit_triggers(run: Run, con: duckdb.DuckDBPyConnection) -> list[Fitted]:
    """Each kind of attack by itself: diaries that never say migraine are not mixed with the others.

    A second kind in which nothing can be estimated (attack logs, say) says nothing more than the
    first and is left out.
    """
    found: list[Fitted] = []
    for basis in BASES:
        if not has_days(con, basis):
            continue
        run.say(f"train triggers of {basis}")
        known = recorded(con, run.factors, basis)
        if known:
            design = TriggerDesign(con, basis, known)
            headline = fit_headline(design)
            if found and "estimated" not in headline[TRIGGER_ESTIMATE.name]["status"]:
                continue
            found.append(headline)
            for fit in FURTHER_FITS:
                run.say(f"train {fit.__name__.removeprefix('fit_')} of {basis}")
                found.append(fit(design))
        unrecorded = [factor for factor in run.factors if factor not in known]
        if unrecorded and (known or not found):
            found.append({TRIGGER_ESTIMATE.name: unrecorded_rows(unrecorded, basis)})
    return found


def _fit_therapies(run: Run, con: duckdb.DuckDBPyConnection) -> list[Fitted]:
    trials = TherapyTrials(con, run.settings["therapy.comparisons"])
    trials.check_outcomes()
    found: list[Fitted] = []
    for fit in THERAPY_FITS:
        run.say(f"train {fit.__name__.removeprefix('fit_')} of therapies")
        found.append(fit(trials))
    return found


def _keep(build: duckdb.DuckDBPyConnection, table: Table, frames: list[pl.DataFrame]) -> None:
    """Replace an estimates table by these rows, in the columns its contract has now."""
    names = ", ".join(quoted(column.name) for column in table)
    build.execute("BEGIN")
    build.execute(f"DROP TABLE IF EXISTS {table.name}")
    build.execute(create_table(table))
    for statement in comments(table):
        build.execute(statement)
    for frame in frames:
        if frame.is_empty():
            continue
        build.register("fitted", frame.to_arrow())
        build.execute(f"INSERT INTO {table.name} SELECT {names} FROM fitted")
        build.unregister("fitted")
    build.execute("COMMIT")
