"""One release, written once for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_tables import INFO, protected_tables

from triggerscape.release.folder import write_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(protected_tables(), INFO, tmp_path_factory.mktemp("published"))
