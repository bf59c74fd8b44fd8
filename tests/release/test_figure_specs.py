"""Every chart of the page travels with the release as Vega-Lite, with the same numbers in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import vl_convert
from fixture_tables import INFO, few_tables

from triggerscape.release.page.build import dashboard, page_figures
from triggerscape.release.page.charts.drawing import drawing
from triggerscape.release.shape import released_tables
from triggerscape.release.writers.figure_specs import SUFFIX, daylight, figure_specs, in_colours

RELEASE_ID = "2026-06-28.1"
TABLES = released_tables(few_tables(), INFO, RELEASE_ID)
FIGURES = page_figures(TABLES, INFO.threshold)
PANELS = {panel.drawing.name: panel for figure in FIGURES for panel in figure.panels}
SPECS = {
    name.removesuffix(SUFFIX): json.loads(json.dumps(spec))
    for name, spec in figure_specs(FIGURES, INFO, RELEASE_ID).items()
}
DRAWN = re.compile(r"</desc>(.*)</svg>", re.DOTALL)


def drawn(svg: str) -> str:
    """What a chart shows, without the words for screen readers around it."""
    (found,) = DRAWN.findall(svg)
    return str(found)


def values(value: Any) -> Iterator[Any]:
    """Every text and number of a chart, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from values(inner)
    else:
        yield value


def test_every_chart_of_the_page_has_its_file():
    shown = re.findall(r'<title id="([^"]+)-title">', dashboard(TABLES, INFO, RELEASE_ID))
    assert shown
    assert list(SPECS) == shown


@pytest.mark.parametrize("name", SPECS)
def test_the_file_draws_what_the_page_shows(name):
    """Drawn again from the file: the same SVG, in the colours of daylight."""
    again = drawing(SPECS[name], name=name, title="again", description="again")
    assert drawn(again.svg) == in_colours(drawn(PANELS[name].drawing.svg), daylight())


def test_any_renderer_takes_it_without_a_network():
    """No variable of the page, no address of data: a plain renderer has all it needs."""
    for spec in SPECS.values():
        assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v")
        texts = [value for value in values(spec) if isinstance(value, str)]
        assert not [text for text in texts if "var(" in text]
        assert '"url"' not in json.dumps(spec)
    assert vl_convert.vegalite_to_svg(SPECS["triggers-candidate"]).startswith("<svg")


def test_the_numbers_are_those_of_the_tables():
    effects = TABLES["pub.trigger_effect"].filter(measure_id="rate_ratio", status="ok")
    published = {
        value for name in ("estimate", "ci_low", "ci_high") for value in effects[name].drop_nulls()
    }
    points = [
        row[end]
        for rows in SPECS["triggers-candidate"]["datasets"].values()
        for row in rows
        for end in ("low", "middle", "high")
        if "low" in row
    ]
    assert points
    assert set(points) <= published


def test_a_hidden_row_has_no_number_in_a_file():
    """x_perfume has six people: its label and the reason are there, and no point."""
    data = SPECS["triggers-candidate"]["datasets"].values()
    words = {row["text"]: row["row"] for rows in data for row in rows if "text" in row}
    assert "hidden: tells of under 11" in words
    assert words["hidden: tells of under 11"] == words["Perfume at work"]
    drawn_rows = {row["row"] for rows in data for row in rows if "low" in row}
    assert words["Perfume at work"] not in drawn_rows


def test_the_file_says_what_it_is_about():
    about = SPECS["triggers-candidate"]["usermeta"]["triggerscape"]
    assert (about["release_id"], about["as_of_date"]) == (RELEASE_ID, "2026-06-28")
    assert about["question"] == "Which factors come before an attack?"
    assert about["panel"].startswith("Candidate factors: ")
    assert about["is_synthetic"] is True


def test_daylight_has_every_colour_the_charts_use():
    used = set(
        re.findall(r"var\(--([a-z-]+)\)", json.dumps([p.drawing.chart for p in PANELS.values()]))
    )
    assert {"ink", "muted", "accent"} <= used <= set(daylight())
    assert daylight()["paper"] == "#ffffff"
