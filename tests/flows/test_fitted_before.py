"""Models are fitted again where something they depend on has changed, and nowhere else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from flows.feature_steps import feature_steps
from flows.fits import fit_recipe
from flows.fits.fit_recipe import recipe_of_fits
from flows.fits.fitted_before import fitted_before, forget_fits
from flows.run import Run, open_run
from flows.train import train
from models.registry.purposes import FORECAST
from triggerscape.contract.estimates.catalogue import ESTIMATES
from triggerscape.registry.kept import keep_version, models_folder, read_version, versions_of
from triggerscape.warehouse.build.state import read_states, write_state
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace


@pytest.fixture
def run(ran: Workspace) -> Run:
    """A run of a workspace that was published once."""
    return open_run(ran)


def _recipe(run: Run) -> str:
    features = [step.contract for step in feature_steps(run)]
    with run.connect() as con:
        open_tables(con, run.lake, features)
        return recipe_of_fits(run, con, features)


def _estimates(run: Run) -> dict[str, pl.DataFrame]:
    with run.open_build() as build:
        return {one.name: build.sql(f"FROM {one.name} ORDER BY ALL").pl() for one in ESTIMATES}


def test_estimates_left_as_they_are_equal_those_fitted_again(run: Run) -> None:
    """After a release inputs are compared with its version: that is looked at both times."""
    kept = train(run)
    as_left = _estimates(run)
    with run.open_build() as build:
        forget_fits(build)
    fitted = train(run)
    again = _estimates(run)
    assert kept.sentence == f"{fitted.sentence}; as fitted before"
    assert replace(kept, sentence="") == replace(fitted, sentence="")
    assert {name for name, rows in again.items() if not rows.equals(as_left[name])} == set()
    assert not again["estimates.model_drift"].is_empty()


def test_the_demo_was_fitted_by_the_recipe_of_its_workspace(run: Run) -> None:
    before = fitted_before(run, _recipe(run))
    assert before is not None
    assert (before.forecast is not None) == bool(versions_of(run.workspace.home, FORECAST))


def _other_setting(run: Run) -> Run:
    file = run.workspace.settings_file
    file.write_text("[definitions]\nmin_window_days = 15\n", encoding="utf-8")
    return open_run(run.workspace)


def _other_profile(run: Run) -> Run:
    first = sorted(run.workspace.sites.glob("*.toml"))[0]
    first.write_text(first.read_text(encoding="utf-8") + "\n# looked at\n", encoding="utf-8")
    return open_run(run.workspace)


def _other_delivery(run: Run) -> Run:
    with run.open_build() as build:
        build.execute("UPDATE ledger.file_use SET recipe = 'other'")
    return run


def _other_rows(run: Run) -> Run:
    bucket, state = read_states(run.lake)[-1]
    table = "features.onset_day"
    state.files[table] = dict.fromkeys(state.files[table], "other")
    write_state(run.lake, bucket, state)
    return run


@pytest.mark.parametrize(
    "change",
    [
        _other_setting,
        _other_profile,
        _other_delivery,
        _other_rows,
        lambda run: replace(run, as_of=date(2026, 1, 1)),
    ],
    ids=["a setting", "a site's profile", "a delivery", "a row", "the last day"],
)
def test_everything_that_fits_depend_on_changes_their_recipe(
    run: Run, change: Callable[[Run], Run]
) -> None:
    before = _recipe(run)
    changed = _recipe(change(run))
    assert changed != before
    assert fitted_before(run, changed) is None


def test_other_code_changes_their_recipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _recipe(run)
    monkeypatch.setattr(fit_recipe, "code_fingerprint", lambda: "other")
    assert _recipe(run) != before


@contextmanager
def _intact(run: Run) -> Iterator[str]:
    recipe = _recipe(run)
    assert fitted_before(run, recipe) is not None
    yield recipe
    assert fitted_before(run, recipe) is None


def test_a_model_that_is_gone_is_fitted_again(run: Run) -> None:
    with _intact(run):
        shutil.rmtree(models_folder(run.workspace.home) / "therapies")


def test_a_model_with_other_bytes_is_fitted_again(run: Run) -> None:
    with _intact(run):
        [version] = versions_of(run.workspace.home, "triggers")
        file = models_folder(run.workspace.home) / "triggers" / version / "model.json"
        file.write_bytes(file.read_bytes() + b" ")


def test_a_model_that_is_no_longer_the_newest_is_fitted_again(run: Run) -> None:
    with _intact(run):
        kept = read_version(run.workspace.home, "course")
        keep_version(run.workspace.home, "course", "another", kept.files)


def test_estimates_half_written_by_a_killed_run_are_not_trusted(run: Run) -> None:
    with _intact(run), run.open_build() as build:
        forget_fits(build)
