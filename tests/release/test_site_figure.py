"""Which sites differ: the funnel, on small tables."""

from __future__ import annotations

import math

import polars as pl
import pytest

from models.site_comparison import funnel
from triggerscape.release.page.charts.label_places import PLACES, label_places
from triggerscape.release.page.sites.site_figure import site_figure
from triggerscape.release.page.sites.site_reading import BEYOND

DAYS, RESPONDERS = "migraine_days_ratio", "responder_50_ratio"


def row(
    site: str,
    ratio: float = 1.0,
    *,
    measure: str = DAYS,
    people: int = 200,
    band: str = "within",
    phi: float = 9.0,
    status: str = "ok",
) -> dict[str, object]:
    """A row of pub.site_comparison with 95% limits of 0.8 and 1.25, 99.8% of 0.7 and 1.43."""
    found = {
        "estimate": ratio,
        "ci_low": ratio * 0.95,
        "ci_high": ratio * 1.05,
        "n_people": people,
        "observed_mean": 6.0 * ratio,
        "expected_mean": 6.0,
        "limit_95_low": 0.8,
        "limit_95_high": 1.25,
        "limit_998_low": 0.7,
        "limit_998_high": 1.43,
        "overdispersion_phi": phi,
        "z_score": math.log(ratio) / 0.11,
        "funnel_band": band,
    }
    shown = found if status == "ok" else dict.fromkeys(found)
    return {"site_id": site, "measure_id": measure, "status": status, "reason": None, **shown}


def figure(*rows: dict[str, object]):
    table = pl.DataFrame(list(rows), infer_schema_length=None)
    sites = pl.DataFrame({"site_id": ["A", "B"], "entry_basis": ["daily_prompt", "event_log"]})
    labels = {DAYS: "Migraine days", RESPONDERS: "Responders"}
    measures = pl.DataFrame({"measure_id": list(labels), "label": list(labels.values())})
    return site_figure(
        {"pub.site_comparison": table, "pub.dim_site": sites, "pub.dim_measure": measures}, 11
    )


HIGH = row("A", 1.5, band="beyond 99.8%")
LOW = row("B", 0.75, band="beyond 95%", people=450)
WITHIN = row("C", 1.1, people=60)
HIDDEN = row("D", status="c")


def test_the_sentence_names_the_sites_beyond_furthest_first_and_how_far_sites_differ_anyway():
    """Over-dispersion of 9 is a mean squared distance: three times as far."""
    assert figure(HIGH, LOW, WITHIN, HIDDEN).reading == (
        "Migraine days: 2 of 3 sites lie beyond, A (1.50, above its 99.8% limits) and B (0.75, "
        "below its 95% limits). Sites differ from what is expected 3.0 times as far as chance "
        "alone would have them, for reasons nobody records; the funnel is wide enough for that."
    )


def test_each_thing_compared_has_its_sentence_migraine_days_first():
    responders = row("A", 0.9, measure=RESPONDERS, phi=4.0)
    said = figure(responders, WITHIN).reading
    assert said.startswith(
        "Migraine days: the one site does not lie beyond the limits. Responders: the one site"
    )
    assert "2.0 to 3.0 times as far" in said


def test_where_chance_explains_it_all_the_sentence_says_so():
    assert figure(row("A", phi=0.8), row("B", phi=0.8)).reading.endswith(
        "Sites differ no further than chance has them."
    )


@pytest.mark.parametrize("rows", [[HIDDEN], []])
def test_without_a_site_to_show_there_is_a_sentence_and_no_chart(rows):
    found = figure(*rows) if rows else figure(HIGH)
    if not rows:
        empty = pl.DataFrame([HIGH]).clear()
        dims = {
            "pub.dim_site": pl.DataFrame({"site_id": ["A"], "entry_basis": ["event_log"]}),
            "pub.dim_measure": pl.DataFrame({"measure_id": ["m"], "label": ["M"]}),
        }
        found = site_figure({"pub.site_comparison": empty, **dims}, 11)
    assert found.reading == "Too few sites can be shown to hold one against the others."
    assert found.panels == ()


def test_the_heading_counts_sites_people_and_those_not_shown():
    assert figure(HIGH, LOW, WITHIN, HIDDEN).panels[0].heading == (
        "Migraine days: 3 sites of 60 to 450 people; 1 not shown"
    )


def test_only_sites_beyond_are_named_in_the_drawing():
    svg = figure(HIGH, LOW, WITHIN).panels[0].drawing.svg
    words = [text.split("<")[0] for text in svg.split("</desc>")[1].split(">")]
    assert {"A", "B"} <= set(words)
    assert "C" not in words
    assert "C: 1.10 with 60 people, 95% limits 0.80 to 1.25" in svg


def test_the_limits_are_those_of_each_site_and_no_other_number_is_drawn():
    chart = figure(HIGH, LOW, WITHIN).panels[0].drawing.chart
    drawn = [point for rows in chart["datasets"].values() for point in rows]
    assert {p["people"] for p in drawn if "people" in p} == {60, 200, 450}
    ends = {p["high"] for p in drawn if "high" in p and "note" not in p}
    assert ends == {1.25}
    assert {p["ratio"] for p in drawn if "side" in p} == {0.8, 1.25, 0.7, 1.43}


def test_one_site_alone_still_shows_its_limits():
    chart = str(figure(WITHIN).panels[0].drawing.chart)
    assert chart.count("'shape': 'stroke'") == 2


def test_the_table_holds_every_site_with_its_limits_and_why_it_is_missing():
    rows = figure(HIGH, HIDDEN).numbers.rows
    assert rows[0] == (
        "A",
        "Migraine days",
        "1.50 (1.42 to 1.58)",
        "9.0",
        "6.0",
        "0.80 to 1.25",
        "0.70 to 1.43",
        "200",
        "beyond 99.8%",
        "asked every day",
    )
    assert rows[1][2] == "hidden: tells of under 11"
    assert rows[1][5:9] == ("–", "–", "–", "hidden: tells of under 11")


def test_the_words_for_a_site_beyond_are_those_of_the_model():
    assert set(BEYOND) == {funnel.BEYOND_95, funnel.BEYOND_998}


def test_names_do_not_lie_on_each_other_or_leave_the_plot():
    """On the right of S01 is the dot of S02, on the right of S03 the edge."""
    named = [(100.0, 50.0, "S01"), (128.0, 50.0, "S02"), (295.0, 50.0, "S03")]
    first, second, third = label_places(named, [], 298, 200)
    assert first == PLACES[1]
    assert second == PLACES[0]
    assert third == PLACES[1]


def test_a_name_keeps_clear_of_the_line_of_another_point():
    (place,) = label_places([(100.0, 50.0, "S01")], [(115.0, 10.0, 90.0)], 298, 200)
    assert place == PLACES[1]
