"""The report: what it says is what the release says, set as a tagged PDF of two pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from fixture_tables import INFO, few_tables

from triggerscape.errors import TriggerscapeError
from triggerscape.release.info import Steward
from triggerscape.release.page.build import page_figures
from triggerscape.release.page.opening.build import page_opening
from triggerscape.release.page.opening.changed import MOST_LINES
from triggerscape.release.shape import released_tables
from triggerscape.release.writers.report import typesetter
from triggerscape.release.writers.report.contents import DRAWN
from triggerscape.release.writers.report.parts import TEMPLATE, report_parts
from triggerscape.release.writers.report.pdf_file import write_report
from triggerscape.release.writers.report.typesetter import can_set_reports

RELEASE_ID = "2026-06-28.1"
TABLES = released_tables(few_tables(), INFO, RELEASE_ID)
FIGURES = page_figures(TABLES, INFO.threshold)
PARTS = report_parts(TABLES, FIGURES, INFO, RELEASE_ID)
SAID = json.loads(PARTS["report.json"])
CHARTS = set(PARTS) - {TEMPLATE, "report.json"}
needs_typst = pytest.mark.skipif(
    not can_set_reports(), reason="the extra [pdf] (typst) is not installed"
)


def test_it_opens_as_the_page_does():
    opening = page_opening(TABLES)
    tiles = [(tile["label"], tile["value"], tuple(tile["lines"])) for tile in SAID["tiles"]]
    assert tiles == [(tile.label, tile.value, tile.lines) for tile in opening.tiles]
    assert SAID["changes"] == list(opening.changes)
    assert [step["sentence"] for step in SAID["steps"]] == [s.sentence for s in opening.steps]


def test_every_question_of_the_page_is_answered_or_named_once():
    answered = {figure["question"]: figure["reading"] for figure in SAID["drawn"].values()}
    assert answered == {f.question: f.reading for f in FIGURES if f.anchor in DRAWN}
    assert set(SAID["drawn"]) == set(DRAWN)
    assert SAID["told"] == [f.question for f in FIGURES if f.anchor not in DRAWN]


def test_every_chart_it_draws_is_there_with_a_description():
    panels = [panel for figure in SAID["drawn"].values() for panel in figure["panels"]]
    assert {panel["file"] for panel in panels} == CHARTS
    assert all(len(panel["description"]) > len(panel["heading"]) + 2 for panel in panels)


def test_charts_that_are_left_to_the_page_are_counted():
    triggers = next(figure for figure in FIGURES if figure.anchor == "triggers")
    more = replace(triggers, panels=triggers.panels[:1] * 3)
    told = json.loads(report_parts(TABLES, [more], INFO, RELEASE_ID)["report.json"])
    said = told["drawn"]["triggers"]
    assert len(said["panels"]) == DRAWN["triggers"] == 1
    assert said["how_to_read"].endswith(" 2 further charts on the page.")


def test_every_chart_stands_alone():
    """Well-formed, named as SVG, with colours where the page has variables."""
    for name in CHARTS:
        assert ET.fromstring(PARTS[name]).tag == "{http://www.w3.org/2000/svg}svg"
        assert "var(" not in PARTS[name]


def test_the_template_asks_for_nothing_that_is_not_there():
    template = PARTS[TEMPLATE]
    names = ("report", "tile", "step", "question", "panel")
    asked = {name: set(re.findall(rf"\b{name}\.(\w+)", template)) for name in names}
    assert asked["report"] - {"json"} <= set(SAID)
    assert asked["tile"] <= set(SAID["tiles"][0])
    assert asked["step"] <= set(SAID["steps"][0])
    assert asked["question"] <= set(SAID["drawn"]["triggers"])
    assert asked["panel"] <= set(SAID["drawn"]["triggers"]["panels"][0])


def test_no_text_of_a_table_reaches_the_template():
    triggers = TABLES["pub.dim_trigger"].with_columns(label=pl.lit('#panic("x") $ * _'))
    figures = page_figures({**TABLES, "pub.dim_trigger": triggers}, INFO.threshold)
    parts = report_parts(TABLES, figures, INFO, RELEASE_ID)
    assert parts[TEMPLATE] == PARTS[TEMPLATE]
    assert '#panic(\\"x\\")' in parts["report.json"]


def test_who_publishes_is_said_where_somebody_said_so():
    steward = Steward("Headache Network", contact_email="data@headache.example")
    told = report_parts(TABLES, FIGURES, replace(INFO, steward=steward), RELEASE_ID)
    said = "Published by Headache Network. Questions go to data@headache.example."
    assert json.loads(told["report.json"])["lines"][-1] == said
    assert not any("Published by" in line for line in SAID["lines"])


def test_without_the_typesetter_the_error_says_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetter, "find_spec", lambda _: None)
    with pytest.raises(TriggerscapeError, match="no typesetter") as caught:
        write_report(PARTS, INFO, tmp_path / "report.pdf")
    assert caught.value.code == "E459"
    assert "pip install 'triggerscape[pdf]'" in caught.value.fix
    assert list(tmp_path.iterdir()) == []


@needs_typst
def test_the_report_is_accepted_as_pdf_ua_and_the_same_every_time(tmp_path, monkeypatch):
    write_report(PARTS, INFO, tmp_path / "one.pdf")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    write_report(PARTS, INFO, tmp_path / "two.pdf")
    content = (tmp_path / "one.pdf").read_bytes()
    # The typesetter itself refuses what is not PDF/UA-1: no alternative text, no title, …
    assert content.startswith(b"%PDF")
    assert b"/MarkInfo" in content
    assert content == (tmp_path / "two.pdf").read_bytes()


@needs_typst
def test_it_has_two_pages_even_when_much_has_changed(tmp_path):
    line = "Osteopathic manipulation against Dry needling: 12.50 before, 12.75 now (9.10 to 16.40)."
    much = json.dumps({**SAID, "changes": [line] * MOST_LINES})
    for parts in (PARTS, {**PARTS, "report.json": much}):
        write_report(parts, INFO, tmp_path / "report.pdf")
        content = (tmp_path / "report.pdf").read_bytes()
        assert max(map(int, re.findall(rb"/Count (\d+)", content))) == 2


@needs_typst
def test_a_chart_without_a_description_would_be_refused(tmp_path):
    """The typesetter holds the report to PDF/UA-1, so what it accepts is accessible."""
    silent = PARTS[TEMPLATE].replace("alt: panel.description, ", "")
    assert silent != PARTS[TEMPLATE]
    with pytest.raises(RuntimeError, match="alt"):
        write_report({**PARTS, TEMPLATE: silent}, INFO, tmp_path / "report.pdf")
