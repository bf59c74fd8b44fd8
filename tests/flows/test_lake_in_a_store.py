"""A run with a store leaves the same lake, and a data scientist reads it from there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from store_server import StoreServer
from two_ways import bytes_left

from flows.bucket_runner import every_bucket
from flows.bucket_work import DESIGN
from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.errors import TriggerscapeError
from triggerscape.warehouse.lake import Lake
from triggerscape.warehouse.store.exchange import Part
from triggerscape.warehouse.store.inventory import files_of_part
from triggerscape.warehouse.store.object_store import open_store
from triggerscape.warehouse.store.reading import open_stored_table
from triggerscape.warehouse.store.snapshot import read_current, read_snapshot
from triggerscape.workspace import Workspace

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "operate-at-scale.md"
SPINE = "features.diary_spine"


@pytest.fixture(scope="module")
def address(server: StoreServer) -> str:
    return server.address("two-nights")


@pytest.fixture(scope="module")
def stored(demo_home: Path, address: str, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo's deliveries in two nights, the last site in the second, as far as the designs."""
    workspace = Workspace(tmp_path_factory.mktemp("stored") / "workspace")
    workspace.create()
    shutil.copytree(demo_home / "sites", workspace.sites, dirs_exist_ok=True)
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(
        text.replace('store = ""', f'store = "{address}"'), encoding="utf-8"
    )
    sites = sorted((demo_home / "inbox").iterdir())
    for night in (sites[:-1], sites[-1:]):
        for site in night:
            shutil.copytree(site, workspace.inbox / site.name)
        run_plainly(open_run(workspace), last="build")
    every_bucket(open_run(workspace), DESIGN)
    return workspace


def lake_of(bytes_of: dict[str, str]) -> dict[str, str]:
    return {name: one for name, one in bytes_of.items() if name.startswith("lake/")}


def test_two_nights_with_a_store_leave_the_lake_of_one_without(stored: Workspace, demo_home: Path):
    assert lake_of(bytes_left(stored.home)) == lake_of(bytes_left(demo_home))


def test_whoever_has_the_store_alone_can_fetch_the_whole_lake(
    stored: Workspace, address: str, tmp_path: Path
):
    store, root = open_store(address), tmp_path / "lake"
    root.mkdir()
    current = read_current(store)
    assert current is not None
    for name, digest in read_snapshot(store, current.snapshot).parts.items():
        part = Part(store, root, name)
        part.fetch(part.inventory(digest), files_of_part(root, name), lambda _: True)
    (stored.home / "lake" / "key.id").unlink(missing_ok=True)
    assert lake_of(bytes_left(tmp_path)) == lake_of(bytes_left(stored.home))


def test_a_table_is_read_from_the_store_with_arrow_and_duckdb(stored: Workspace, address: str):
    spine = open_stored_table(address, SPINE)
    files = [str(file) for file in Lake(stored.lake).files(SPINE)]
    ask = "SELECT site_code, count(*), max(diary_date) FROM {} GROUP BY ALL ORDER BY ALL"
    with duckdb.connect() as con:
        con.register("spine", spine)
        found = con.execute(ask.format("spine")).fetchall()
        assert found == con.execute(ask.format(f"read_parquet({files})")).fetchall()
    assert len(found) == 3
    assert isinstance(spine.schema, pa.Schema)


def test_every_built_table_of_the_store_can_be_opened(stored: Workspace, address: str):
    for folder in sorted(stored.lake.iterdir()):
        if folder.name.startswith(("features.", "design.", "sites.")):
            rows = Lake(stored.lake).rows(folder.name)
            assert open_stored_table(address, folder.name).count_rows() == rows


def test_a_table_that_is_not_there_is_named(stored: Workspace, address: str):
    with pytest.raises(TriggerscapeError, match=r"no table features\.spine lies in the store"):
        open_stored_table(address, "features.spine")


def test_the_guides_recipe_works_as_it_stands(
    stored: Workspace, address: str, capsys: pytest.CaptureFixture[str]
):
    text = GUIDE.read_text(encoding="utf-8")
    [recipe] = re.findall(r"```py\n(.*?)```", text, re.DOTALL)
    [shown] = re.findall(r'"(s3://[^"]+)"', recipe)
    exec(recipe.replace(shown, address), {})
    assert "S01" in capsys.readouterr().out
