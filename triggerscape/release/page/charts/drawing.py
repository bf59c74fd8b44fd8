"""From an Altair chart to an SVG that lives inside the page: themed by CSS, named for readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import vl_convert

# Colours are CSS variables of the page, so one drawing serves light, dark and print.
INK, MUTED, LINE = "var(--ink)", "var(--muted)", "var(--line)"
ACCENT, BAND = "var(--accent)", "var(--band)"

TEXT_PIXELS = 12
# A tick says its own value; the default rounds it to the distance between ticks.
TICK_TEXT = "format(datum.value, '.3~g')"
_SVG = "http://www.w3.org/2000/svg"
_KEPT = frozenset(
    "d x y dx dy x1 y1 x2 y2 cx cy r width height transform fill fill-opacity stroke stroke-width "
    "stroke-dasharray stroke-opacity opacity clip-path id text-anchor font-size font-style "
    "font-weight viewBox".split()
)
# What is so anyway need not be said.
_SAY_NOTHING = frozenset({("opacity", "1"), ("stroke-width", "1"), ("transform", "translate(0,0)")})
_CLIP, _GROUP = f"{{{_SVG}}}clipPath", f"{{{_SVG}}}g"
_SITE_NOTE = "one site: "
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


@dataclass(frozen=True)
class Drawing:
    """A chart as it is shown, the Vega-Lite it was drawn from, and its width in pixels."""

    name: str
    chart: dict[str, Any]
    svg: str
    width: float


def axis_below(values: list[float], title: str) -> alt.Axis:
    """The horizontal axis of the page's charts: these ticks, said as they are, and a title."""
    return alt.Axis(
        values=values,
        title=title,
        labelExpr=TICK_TEXT,
        labelOverlap=False,
        labelFlush=False,
        labelColor=MUTED,
        titleColor=MUTED,
        titleFontWeight="normal",
        labelFontSize=TEXT_PIXELS,
        titleFontSize=TEXT_PIXELS,
        titleY=32,
        gridColor=LINE,
        tickColor=LINE,
        domainColor=LINE,
    )


def axis_beside(values: list[float]) -> alt.Axis:
    """The vertical axis of small panels: these ticks, said as they are, and nothing else."""
    return alt.Axis(
        values=values,
        title=None,
        labelExpr=TICK_TEXT,
        domain=False,
        ticks=False,
        labelColor=MUTED,
        labelFontSize=TEXT_PIXELS,
        labelOverlap=False,
        gridColor=LINE,
    )


def of_site(field: str) -> alt.Description:
    """The channel that says of each mark which site it is of, from a field of ``site_note``.

    The page marks the marks of a site when a reader picks it.
    """
    return alt.Description(f"{field}:N")


def site_note(site: str) -> str:
    """What a row of a chart's numbers holds for ``of_site``."""
    return f"{_SITE_NOTE}{site}"


def specification(chart: Any, margins: dict[str, int]) -> dict[str, Any]:
    """The chart as Vega-Lite, laid out by ``margins``: left, right, top and bottom, in pixels.

    Measured text plays no part in the layout, so that machines with other fonts draw the same
    bytes.
    """
    fixed = chart.properties(
        padding=margins, autosize=alt.AutoSizeParams(type="none"), background="transparent"
    ).configure_view(stroke=None)
    # The library checks a chart as it is put together; checking the whole again doubles the time.
    described: dict[str, Any] = fixed.to_dict(format="vega-lite", validate=False)
    return described


def drawing(chart: dict[str, Any], *, name: str, title: str, description: str) -> Drawing:
    """A Vega-Lite chart as an inline SVG with a title and a description for screen readers."""
    root = ET.fromstring(vl_convert.vegalite_to_svg(chart))
    for parent in root.iter():
        for child in list(parent):
            if parent.tag != _CLIP and _draws_nothing(child):
                parent.remove(child)
    for element in root.iter():
        _simplify(element)
    _unwrap(root)
    _rename_shapes(root, name)
    body = "".join(_text(child) for child in root)
    box = root.attrib["viewBox"]
    width, height = box.split()[2:]
    svg = (
        f'<svg viewBox="{box}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{body}</svg>'
    )
    return Drawing(name, chart, svg, float(width))


def _draws_nothing(element: ET.Element) -> bool:
    is_path = element.tag == f"{{{_SVG}}}path"
    empty = element.attrib.get("d", "") in {"", "M0,0h0v0h0Z"}
    without_ink = not {"fill", "stroke"} & set(element.attrib)
    return is_path and (empty or without_ink or element.attrib.get("display") == "none")


def _simplify(element: ET.Element) -> None:
    kept = {
        attribute: _LONG_NUMBER.sub(_short, value)
        for attribute, value in element.attrib.items()
        if attribute in _KEPT and (attribute, value) not in _SAY_NOTHING
    }
    note = element.attrib.get("aria-label", "")
    if note.startswith(_SITE_NOTE):
        kept["data-site"] = note.removeprefix(_SITE_NOTE)
    element.attrib.clear()
    element.attrib.update(kept)


def _short(number: re.Match[str]) -> str:
    """Tenths of a pixel, and those only where there are any."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _unwrap(parent: ET.Element) -> None:
    """Groups that say nothing of what they hold are taken away, what they hold stays."""
    children: list[ET.Element] = []
    for child in parent:
        _unwrap(child)
        is_bare = child.tag == _GROUP and not child.attrib
        children += list(child) if is_bare else [child]
    parent[:] = children


def _rename_shapes(root: ET.Element, name: str) -> None:
    """Number the clipping shapes within the drawing: the renderer counts on through a process."""
    shapes = [element for element in root.iter() if "id" in element.attrib]
    fresh = {e.attrib["id"]: f"{name}-shape-{i}" for i, e in enumerate(shapes)}
    for shape in shapes:
        shape.attrib["id"] = fresh[shape.attrib["id"]]
    for element in root.iter():
        if "clip-path" in element.attrib:
            used = element.attrib["clip-path"].removeprefix("url(#").removesuffix(")")
            element.attrib["clip-path"] = f"url(#{fresh[used]})"


def _text(element: ET.Element) -> str:
    return (
        ET.tostring(element, encoding="unicode")
        .replace(f' xmlns:ns0="{_SVG}"', "")
        .replace("ns0:", "")
        .replace(" />", "/>")
    )
