"""What the report says: the opening of the page, a few of its figures, and warnings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import unescape
from typing import Any

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.kpi import WIDE_KPI
from triggerscape.contract.releases.therapies import THERAPY_EFFECT
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page.opening.build import page_opening
from triggerscape.release.page.parts import Figure, Panel
from triggerscape.release.page.wording import day, number_of

# Anchor of a figure there is room for on two pages, and the most of its charts.
DRAWN = {"burden": 12, "triggers": 1, "therapies": 5}
_QUOTED: tuple[Table, ...] = (WIDE_KPI, BURDEN_SITE_WINDOW, TRIGGER_EFFECT, THERAPY_EFFECT)
_DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
_SYNTHETIC = "Made-up population. Nothing here describes a real person or clinic."


def report_contents(
    tables: Mapping[str, pl.DataFrame],
    figures: Sequence[Figure],
    info: ReleaseInfo,
    release_id: str,
) -> dict[str, Any]:
    """The text of the report as its template reads it; ``tables`` are the released ones."""
    opening = page_opening(tables)
    return {
        "title": info.title,
        "release": release_id,
        "as_of": info.as_of.isoformat(),
        "banner": _SYNTHETIC if info.is_synthetic else "",
        "lines": [
            f"Release {release_id}: everything up to {day(info.as_of)}. Made by triggerscape "
            f"{info.code_version}, run {info.run_id}.",
            "Every number is an estimate with its 95% interval. Counts are rounded to "
            f"{info.rounding_base}; fewer than {info.threshold} people are never shown: hidden is "
            "not zero. Missing diary days are not headache-free days.",
            *([info.steward.sentence] if info.steward.sentence else []),
        ],
        "tiles": [asdict(tile) for tile in opening.tiles],
        "changes": list(opening.changes),
        "steps": [asdict(step) for step in opening.steps],
        "drawn": {figure.anchor: _drawn(figure) for figure in figures if figure.anchor in DRAWN},
        "told": [figure.question for figure in figures if figure.anchor not in DRAWN],
        "warnings": list(dict.fromkeys(w for table in _QUOTED for w in table.warnings)),
    }


def drawn_panels(figure: Figure) -> tuple[Panel, ...]:
    """The charts of a figure that the report has room for; none of one left to the page."""
    return figure.panels[: DRAWN.get(figure.anchor, 0)]


def chart_file(panel: Panel) -> str:
    """The name of the SVG file of a chart."""
    return f"{panel.drawing.name}.svg"


def _drawn(figure: Figure) -> dict[str, Any]:
    panels = drawn_panels(figure)
    left = len(figure.panels) - len(panels)
    rest = f"{number_of(left, 'further chart', 'further charts')} on the page." if left else ""
    return {
        "question": figure.question,
        "reading": figure.reading,
        "how_to_read": f"{figure.how_to_read} {rest}".strip(),
        "panels": [
            {
                "heading": panel.heading,
                "file": chart_file(panel),
                "description": f"{panel.heading}. {_described(panel)}",
            }
            for panel in panels
        ],
    }


def _described(panel: Panel) -> str:
    return "".join(unescape(text) for text in _DESCRIPTION.findall(panel.drawing.svg)[:1])
