"""A store of objects for the tests that need one: a server of its own for each worker of pytest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from store_server import CREDENTIALS, StoreServer, started_store


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreServer]:
    """A running store, and the right to use it in this process's environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        with started_store(tmp_path_factory.mktemp("store")) as one:
            yield one
