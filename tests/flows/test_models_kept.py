"""After a run: a version of every model, a way back from every table, and nobody in any file."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from flows.run import open_run
from models.registry.model_of_table import OF_NO_MODEL
from models.registry.opening import open_model
from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.registry.kept import models_folder, read_version
from triggerscape.workspace import Workspace


@pytest.fixture(scope="module")
def versions(demo_home: Path) -> pl.DataFrame:
    return pl.read_parquet(demo_home / "releases" / "latest" / "parquet" / "model_version.parquet")


def test_every_published_table_leads_back_to_one_version(versions: pl.DataFrame):
    told = {table.short_name for table in FACTS} - set(OF_NO_MODEL)
    assert set(versions["table_name"]) == told
    assert not versions["table_name"].is_duplicated().any()


def test_the_settings_of_a_version_are_those_of_the_run(demo_home: Path, versions: pl.DataFrame):
    settings = open_run(Workspace(demo_home)).settings.counting()
    assert set(versions["settings"]) == {json.dumps(settings, sort_keys=True)}


def test_every_version_is_kept_and_says_so(demo_home: Path, versions: pl.DataFrame):
    shown = versions.filter(pl.col("version").is_not_null(), pl.col("model_id") != "counts")
    assert {"triggers", "therapies", "course"} <= set(shown["model_id"])
    for model, version in shown.select("model_id", "version").unique().iter_rows():
        opened = open_model(demo_home, model, version)
        assert opened.card["version"] == version
        assert opened.told["model_id"] == model


def test_a_coefficient_of_the_model_is_the_one_published(demo_home: Path):
    kept = open_model(demo_home, "triggers").table("estimates.trigger_odds")
    published = pl.read_parquet(
        demo_home / "releases" / "latest" / "parquet" / "trigger_odds.parquet"
    ).filter(pl.col("status") == "ok")
    both = published.join(kept, on=["trigger_id", "outcome_id"])
    assert both.height == published.height > 0
    difference = both["log_odds_ratio"].exp() - both["estimate"]
    assert difference.abs().max() <= 0.0006


def test_no_file_holds_a_persons_key_or_day(demo_home: Path):
    run = open_run(Workspace(demo_home))
    keys = {
        str(key)
        for site in (demo_home / "inbox").rglob("person*.csv")
        for key in pl.read_csv(site, infer_schema=False)["person_key"].to_list()
    }
    assert len(keys) > 100
    for model in ("triggers", "therapies", "course"):
        for name, content in read_version(run.workspace.home, model).files.items():
            words = set(content.decode().replace('"', " ").replace(",", " ").split())
            assert not words & keys, name


def test_models_are_not_in_a_release(demo_home: Path):
    released = {path.name for path in (demo_home / "releases" / "latest").rglob("*")}
    assert not released & {"model.json", "model.skops", "reference.json"}
    assert models_folder(demo_home).stat().st_mode & 0o077 == 0
