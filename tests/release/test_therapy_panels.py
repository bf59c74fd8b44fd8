"""Which comparisons of therapies are drawn, and what the headings over them say."""

from __future__ import annotations

import polars as pl
import pytest

from triggerscape.release.page.parts import Figure
from triggerscape.release.page.therapies.therapy_figure import therapy_figure

Sides = dict[str, tuple[float, float] | None]
BOTH: Sides = {"att_aipw": (-1.4, -0.2), "att_did": (-2.0, 0.1), "att_bracket": (-2.0, 0.1)}
ONE: Sides = {"att_aipw": (-1.4, -0.2), "att_did": None, "att_bracket": None}
NONE: Sides = {"att_aipw": None, "att_did": None, "att_bracket": None}


def rows(therapy: str, comparator: str, sides: Sides) -> list[dict[str, object]]:
    return [
        {
            "therapy_id": therapy,
            "comparator_id": comparator,
            "estimand_id": estimand,
            "measure_id": "mmd_difference",
            "estimate": sum(side) / 2 if side else None,
            "ci_low": side[0] if side else None,
            "ci_high": side[1] if side else None,
            "n_people": 60 if side else None,
            "n_comparator": 55 if side else None,
            "overlap_share": None,
            "smallest_detectable": None,
            "status": "ok" if side else "x",
            "verdict": "not_settled",
        }
        for estimand, side in sides.items()
    ]


def around_start(therapy: str, window: int, without: float | None) -> dict[str, object]:
    """A row of pub.therapy_event_time: the change by a window, and what it would have been."""
    return {
        "therapy_id": therapy,
        "comparator_id": "no_start",
        "estimand_id": "starters_only",
        "measure_id": "mmd_change",
        "event_window": window,
        "without_start": without,
    }


EVENTS = [around_start("omt", 1, -1.2), around_start("omt", 2, -1.7), around_start("heat", 2, None)]


def figure(*compared: tuple[str, str, Sides]) -> Figure:
    found = [row for one in compared for row in rows(*one)]
    tables = {
        "pub.therapy_effect": pl.DataFrame(found, infer_schema_length=None),
        "pub.therapy_event_time": pl.DataFrame(EVENTS),
        "pub.dim_therapy": pl.DataFrame({"therapy_id": ["omt"], "label": ["Osteopathy"]}),
    }
    return therapy_figure(tables, 11)


def headings(*compared: tuple[str, str, Sides]) -> list[str]:
    return [panel.heading for panel in figure(*compared).panels]


@pytest.mark.parametrize("sides", [BOTH, ONE])
def test_people_are_those_of_a_method_that_has_some(sides: Sides) -> None:
    assert headings(("omt", "heat", sides)) == ["Osteopathy against heat (60 and 55 people)"]


def test_a_comparison_without_a_number_is_not_drawn() -> None:
    assert headings(("omt", "heat", NONE)) == []


def test_against_no_start_a_range_is_needed_and_the_others_are_counted() -> None:
    alone = "Against no start, the response to starting anything included"
    assert headings(("omt", "no_start", BOTH)) == [alone]
    three = [("omt", "no_start", BOTH), ("pemf", "no_start", ONE), ("heat", "no_start", NONE)]
    assert headings(*three) == [f"{alone}; 2 more in the table"]
    assert headings(("pemf", "no_start", ONE)) == []


def test_what_would_have_come_anyway_stands_beside_the_difference_from_no_start() -> None:
    """The window is days 56 to 83; of heat nothing is known, between therapies none is drawn."""
    found = figure(("omt", "heat", BOTH), ("omt", "no_start", BOTH), ("heat", "no_start", BOTH))
    active, started = found.panels
    said = "Osteopathy: -0.95, -2.00 to 0.10, -1.7 anyway; heat: -0.95, -2.00 to 0.10</desc>"
    assert said in started.drawing.svg
    assert "anyway" not in active.drawing.svg
    marks = [layer["mark"]["type"] for layer in started.drawing.chart["layer"]]
    assert marks.count("tick") == 1
    assert {(row[0], row[-1]) for row in found.numbers.rows} == {
        ("Osteopathy against heat", "–"),
        ("Osteopathy against no start", "−1.7"),
        ("heat against no start", "–"),
    }
