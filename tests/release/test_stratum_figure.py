"""On which days the risk is highest: the heat map of posture, sleep and stress, on small tables."""

from __future__ import annotations

import re

import polars as pl
import pytest

from triggerscape.release.page.charts.heat_chart import hatch, shade
from triggerscape.release.page.triggers.stratum_figure import stratum_figure

Words = tuple[str, str, str]
BEST: Words = ("good", "enough", "low")


def row(words: Words, value: tuple[float, float, float] | str, measure: str = "onset_ratio"):
    """A row of pub.exposure_stratum: a kind of day with low, value and high, or its status."""
    shown = not isinstance(value, str)
    low, middle, high = value if shown else (None, None, None)
    return {
        **dict(zip(("posture_band", "sleep_band", "stress_band"), words, strict=True)),
        "outcome_id": "migraine_onset",
        "measure_id": measure,
        "estimate": middle,
        "ci_low": low,
        "ci_high": high,
        "n_people": 120 if shown else None,
        "n_days": 900 if shown else None,
        "status": "ok" if shown else value,
    }


def figure(*rows):
    table = pl.DataFrame(list(rows), infer_schema_length=None)
    return stratum_figure({"pub.exposure_stratum": table}, 11)


RATE = row(BEST, (7.0, 8.0, 9.1), "onset_rate")
SURE = row(("poor", "short", "high"), (1.4, 1.8, 2.4))
LARGE = row(("poor", "long", "high"), (0.9, 2.6, 5.0))
LOWER = row(("good", "long", "low"), (0.6, 0.8, 0.95))
HIDDEN = row(("good", "short", "high"), "c")
RARE = row(("middling", "long", "high"), "x")
STRESS = row(("all", "all", "high"), (1.2, 1.5, 1.9))
POSTURE = row(("poor", "all", "all"), (0.9, 1.05, 1.2))


def test_the_sentence_names_the_surest_kind_of_day_and_each_exposure_alone():
    """The largest ratio has an interval that holds 1: the surest stands for the worst."""
    assert figure(RATE, SURE, LARGE, LOWER, HIDDEN, RARE, STRESS, POSTURE).reading == (
        "Of 3 kinds of days, 2 differ from the same person's days with good posture, enough sleep "
        "and low stress. Most surely worse: poor posture, short sleep and high stress, 1.80 times "
        "(1.40 to 2.40) as many attacks begin. By itself, whatever the others: high stress 1.50 "
        "times (1.20 to 1.90). 2 kinds of days are hidden or too rare."
    )


def test_nothing_is_called_worse_where_every_interval_holds_one():
    assert figure(LARGE, POSTURE).reading == (
        "Of 1 kind of day, 0 differ from the same person's days with good posture, enough sleep "
        "and low stress. By itself none of the three shows a difference."
    )


@pytest.mark.parametrize("kept", ["hidden", "nothing"])
def test_without_a_number_there_is_a_sentence_and_no_chart(kept):
    table = pl.DataFrame([SURE]).clear() if kept == "nothing" else pl.DataFrame([HIDDEN])
    found = stratum_figure({"pub.exposure_stratum": table}, 11)
    assert found.reading == "No kind of day can be compared with a person's best days."
    assert found.panels == ()


def words_of(found, panel: int) -> list[str]:
    return re.findall(r">([^<>]+)</text>", found.panels[panel].drawing.svg)


def test_every_cell_says_its_number_and_interval_or_why_it_has_none():
    found = figure(RATE, SURE, LARGE, LOWER, HIDDEN, RARE)
    good, middling, poor = (words_of(found, place) for place in range(3))
    assert {"1", "the best days", "0.80", "0.60 to 0.95", "hidden"} <= set(good)
    assert good.count("no such days") == 6
    assert "too few" in middling
    assert {"1.80", "1.40 to 2.40", "2.60", "0.90 to 5.00"} <= set(poor)


def test_a_frame_says_that_the_interval_leaves_out_one_and_hatching_that_nothing_is_known():
    found = figure(RATE, SURE, LARGE, LOWER, HIDDEN)
    frames = [len(re.findall('stroke-width="2"', p.drawing.svg)) for p in found.panels]
    assert frames == [1, 0, 1]
    drawn = [rows for rows in found.panels[0].drawing.chart["datasets"].values() if rows]
    (hatched,) = [{turn["cell"] for turn in rows} for rows in drawn if "turn" in rows[0]]
    assert "0, 2" in hatched
    assert not {"1, 0", "2, 0"} & hatched


def test_a_hidden_cell_has_no_number_in_the_chart():
    chart = figure(SURE, HIDDEN).panels[0].drawing.chart
    ratios = [p["ratio"] for rows in chart["datasets"].values() for p in rows if "ratio" in p]
    assert ratios == []


def test_the_heading_counts_the_people_of_a_cell():
    headings = [panel.heading for panel in figure(SURE, LARGE, LOWER).panels]
    assert headings == [
        "Good posture: 120 people a cell",
        "Middling posture: nobody to show",
        "Poor posture: 120 people a cell",
    ]


def test_the_table_holds_every_stratum_with_both_measures_and_the_bands_are_said():
    found = figure(RATE, SURE, row(("poor", "short", "high"), "c", "onset_rate"), STRESS)
    assert found.numbers.rows == (
        (
            "Good posture, enough sleep and low stress",
            "1, compared with",
            "–",
            "8.0 (7.0 to 9.1)",
            "120",
            "900",
        ),
        (
            "Poor posture, short sleep and high stress",
            "1.80 (1.40 to 2.40)",
            "120",
            "hidden: tells of under 11",
            "–",
            "–",
        ),
        ("High stress", "1.50 (1.20 to 1.90)", "120", "–", "–", "–"),
    )
    assert "short: 6.5 hours or less" in found.how_to_read


def test_the_drawing_says_its_cells_to_a_screen_reader():
    svg = figure(SURE).panels[2].drawing.svg
    assert "short sleep, high stress: 1.80 1.40 to 2.40" in svg


def test_a_cell_is_never_darker_than_words_can_be_read_on():
    assert shade(1.0) == 0.0
    assert shade(2.0) == shade(0.5) == shade(40.0) == 0.4
    assert 0 < shade(1.2) < shade(1.5) < 0.4


def test_hatching_stays_in_its_box_and_every_other_stretch_is_slanted():
    turns = hatch(20.0, 10.0, 4.0)
    assert len(turns) == 14
    for x, y in turns:
        assert 0 <= x <= 20
        assert 0 <= y <= 10
    for (x, y), (x2, y2) in zip(turns[::2], turns[1::2], strict=True):
        assert x - x2 == y2 - y
