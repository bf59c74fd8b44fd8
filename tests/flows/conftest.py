"""What tests of whole runs need: a store of objects, and a workspace of their own that has run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_server import CREDENTIALS, StoreServer, started_store

from triggerscape.release.durable import make_writable
from triggerscape.workspace import Workspace


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreServer]:
    """A running store, this worker's own, and the right to use it in the process's environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        with started_store(tmp_path_factory.mktemp("store")) as one:
            yield one


@pytest.fixture
def ran(demo_home: Path, tmp_path: Path) -> Workspace:
    """A copy of the demo's workspace, run and published."""
    home = tmp_path / "workspace"
    shutil.copytree(demo_home, home, symlinks=True)
    make_writable(home)  # a release is read-only, and whoever runs the tests clears up after them
    return Workspace(home)
