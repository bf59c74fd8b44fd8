"""The dashboard of a release."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import polars as pl

from triggerscape.release.info import ReleaseInfo


def dashboard(tables: Mapping[str, pl.DataFrame], info: ReleaseInfo, release_id: str) -> str:
    """The page as one HTML text."""
    rows = "".join(
        f"<li>{escape(name)}: {frame.height} rows</li>" for name, frame in tables.items()
    )
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(info.title)}</title>"
        f"<h1>{escape(info.title)}, release {release_id}</h1><ul>{rows}</ul></html>\n"
    )
