"""What the report is set from: its text as one JSON file, and every chart as an SVG file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page.parts import Figure
from triggerscape.release.writers.figure_specs import daylight, in_colours
from triggerscape.release.writers.report.contents import chart_file, drawn_panels, report_contents

TEMPLATE = "report.typ"
_HERE = Path(__file__).parent


def report_parts(
    tables: Mapping[str, pl.DataFrame],
    figures: Sequence[Figure],
    info: ReleaseInfo,
    release_id: str,
) -> dict[str, str]:
    """The files of the report by name: the template, ``report.json`` and the charts.

    The template reads text from the JSON file, so no text of a table is ever taken for a command.
    """
    colours = daylight()
    charts = {
        chart_file(panel): in_colours(_alone(panel.drawing.svg), colours)
        for figure in figures
        for panel in drawn_panels(figure)
    }
    contents = report_contents(tables, figures, info, release_id)
    said = json.dumps(contents, indent=1, ensure_ascii=False)
    template = (_HERE / TEMPLATE).read_text(encoding="utf-8")
    return {TEMPLATE: template, "report.json": said, **charts}


def _alone(svg: str) -> str:
    """A drawing that stands in a file of its own: named as SVG."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
