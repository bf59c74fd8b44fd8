"""What several suites need: real data sets where they lie, and one small demo run for all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from demo_run import DemoRun, demo_in

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Finds a real data set by its path below shared/data beside the checkout; skips without it.

    Real data are never committed, so a fresh clone has none.
    """

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"real data {name} are not beside this checkout")
        return path

    return find


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """One small demo without network, run once and shared by all workers."""
    base = tmp_path_factory.getbasetemp()
    # Each xdist worker has a folder of its own; what they share lies one above.
    return demo_in((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo")


@pytest.fixture(scope="session")
def demo_home(demo_run: DemoRun) -> Path:
    """The workspace of that demo: read it, never write it."""
    assert demo_run.exit_code == 0, demo_run.said
    return demo_run.home
