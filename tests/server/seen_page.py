"""A page of the server in Chromium: what it shows, and whom it asks."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


@dataclass(frozen=True)
class SeenPage:
    """The text of a page, and every host it asked for something."""

    text: str
    hosts: frozenset[str | None]


def see(address: str, words: str, picture: Path) -> SeenPage:
    """Open a page, wait until these words stand in it, and keep a picture of it."""
    # A thread of its own: a browser that other tests keep open has its loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_see, address, words, picture).result()


def _see(address: str, words: str, picture: Path) -> SeenPage:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(address, timeout=90_000)
            page.get_by_text(words).first.wait_for(timeout=90_000)
            page.screenshot(path=str(picture))
            text = page.inner_text("body")
        finally:
            browser.close()
    reached = [one for one in map(urlsplit, asked) if one.scheme not in {"data", "blob"}]
    return SeenPage(text, frozenset(one.hostname for one in reached))
