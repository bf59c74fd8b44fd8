"""Draws docs/cost-by-size.svg from measured_sizes.json: what a build costs against its size.

python tests/benchmarks/bench_features.py --copies 2 8 32 96 --figures measured_sizes.json
python tests/benchmarks/render_cost_chart.py
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import log
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

HERE = Path(__file__).resolve().parent
MEASURED = HERE / "measured_sizes.json"
TARGET = HERE.parents[1] / "docs" / "cost-by-size.svg"
DRAWN = {
    "building": "everything, from accepted rows to features",
    "building a day": "one more day of everybody",
    "scan of the features": "one scan of what was written",
}

Figures = Mapping[str, Mapping[str, Mapping[str, float]]]


def points(figures: Figures) -> list[dict[str, Any]]:
    """A row for each size and side: person-days, and processor seconds."""
    return [
        {"days": sides["building"]["result"], "side": said, "seconds": sides[name]["processor"]}
        for sides in figures.values()
        for name, said in DRAWN.items()
    ]


def slope(figures: Figures, side: str) -> float:
    """The power of the size that a side's cost grows with, between the smallest and largest."""
    by_days = sorted(
        (sides["building"]["result"], sides[side]["processor"]) for sides in figures.values()
    )
    (few, cheap), (many, dear) = by_days[0], by_days[-1]
    return log(dear / cheap) / log(many / few)


def drawn(figures: Figures) -> str:
    """The chart as SVG."""
    rows = points(figures)
    chart = (
        alt.Chart(alt.Data(values=rows), width=560, height=320)
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "days:Q",
                title="person-days",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(format="~s"),
            ),
            y=alt.Y("seconds:Q", title="processor seconds", scale=alt.Scale(type="log")),
            color=alt.Color("side:N", title=None, legend=alt.Legend(orient="top", labelLimit=400)),
        )
    )
    return vl_convert.vegalite_to_svg(chart.to_dict())


if __name__ == "__main__":
    TARGET.write_text(drawn(json.loads(MEASURED.read_text(encoding="utf-8"))), encoding="utf-8")
