"""figures/<name>.vl.json: every chart of the page as Vega-Lite, to be drawn again elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page import build
from triggerscape.release.page.parts import Figure, Panel

SUFFIX = ".vl.json"
_STYLE = Path(build.__file__).with_name("page.css")
_VARIABLE = re.compile(r"var\(--([a-z-]+)\)")
_COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")


def figure_specs(
    figures: Sequence[Figure], info: ReleaseInfo, release_id: str
) -> dict[str, dict[str, Any]]:
    """The charts of the page by file name, each with the numbers that the page shows and no more.

    Colours are those of the page in daylight, because a chart by itself has no style sheet. What
    the chart is about, and of which release, stands under ``usermeta``.
    """
    colours = daylight()
    return {
        f"{panel.drawing.name}{SUFFIX}": _spec(figure, panel, colours, info, release_id)
        for figure in figures
        for panel in figure.panels
    }


def daylight() -> dict[str, str]:
    """The colours of the page by the name of their variable, as its first rule sets them."""
    first_rule = _STYLE.read_text(encoding="utf-8").split("}")[0]
    return dict(_COLOUR.findall(first_rule))


def in_colours(value: Any, colours: Mapping[str, str]) -> Any:
    """The same chart, or text, with every variable of the page replaced by its colour."""
    if isinstance(value, str):
        return _VARIABLE.sub(lambda found: colours[found[1]], value)
    if isinstance(value, dict):
        return {key: in_colours(inner, colours) for key, inner in value.items()}
    if isinstance(value, list):
        return [in_colours(inner, colours) for inner in value]
    return value


def _spec(
    figure: Figure, panel: Panel, colours: Mapping[str, str], info: ReleaseInfo, release_id: str
) -> dict[str, Any]:
    chart: dict[str, Any] = in_colours(panel.drawing.chart, colours)
    about = {
        "release_id": release_id,
        "as_of_date": info.as_of.isoformat(),
        "is_synthetic": info.is_synthetic,
        "question": figure.question,
        "panel": panel.heading,
        "reading": figure.reading,
        "how_to_read": figure.how_to_read,
    }
    return {**chart, "usermeta": {**chart.get("usermeta", {}), "triggerscape": about}}
