"""One release, written once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_tables import INFO, protected_tables
from page_visit import CHROMIUM, FLAGS, Visit

from triggerscape.release.folder import write_release
from triggerscape.release.page.build import dashboard
from triggerscape.release.shape import released_tables


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(protected_tables(), INFO, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A running Chromium, ended with the module: beside it no test can run an event loop."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the invented release as a file, without the rest of the release."""
    release_id = "2026-06-28.1"
    text = dashboard(released_tables(protected_tables(), INFO, release_id), INFO, release_id)
    path = tmp_path_factory.mktemp("page") / "dashboard.html"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def visit(browser, page_file):
    """Opens the page, with the options of a browser's context."""
    visits: list[Visit] = []

    def start(**options: object) -> Visit:
        visits.append(Visit(browser, page_file, **options))
        return visits[-1]

    yield start
    for each in visits:
        each.context.close()
