"""The chart in the docs draws what was measured, and cost grows as the size does."""

from __future__ import annotations

import json

from render_cost_chart import DRAWN, MEASURED, TARGET, drawn, points, slope


def costs(days: int, *seconds: float) -> dict[str, dict[str, float]]:
    """Sides of one size, in the order in which they are drawn."""
    sides = zip(DRAWN, seconds, strict=True)
    return {name: {"result": days, "processor": cost} for name, cost in sides}


FIGURES = {"2": costs(1_000_000, 10.0, 1.0, 0.5), "20": costs(10_000_000, 100.0, 10.0, 50.0)}


def test_the_chart_is_what_was_measured() -> None:
    """Drawn again from the figures, it is the file in the docs."""
    assert TARGET.read_text(encoding="utf-8") == drawn(
        json.loads(MEASURED.read_text(encoding="utf-8"))
    )


def test_every_size_and_side_is_a_point() -> None:
    """Person-days against processor seconds, by side."""
    assert [(one["days"], one["seconds"]) for one in points(FIGURES)][:2] == [
        (1_000_000, 10.0),
        (1_000_000, 1.0),
    ]
    assert len(points(FIGURES)) == 6


def test_ten_times_the_cost_of_ten_times_the_size_is_a_slope_of_one() -> None:
    """And a hundred times, one of two."""
    assert slope(FIGURES, "building") == 1.0
    assert slope(FIGURES, "scan of the features") == 2.0
