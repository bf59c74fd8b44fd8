"""A small chart of what became of every site's rows, for a page that has no file server."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triggerscape.status import SiteStatus

_FATES = (
    ("accepted", "rows_accepted", "#3b7a57"),
    ("quarantined", "rows_quarantined", "#d1600a"),
    ("duplicate", "rows_duplicate", "#6b7785"),
)
_LEFT, _BARS, _RIGHT, _STEP, _TOP = 110, 420, 330, 24, 58
# One row among millions is still to be seen.
_LEAST = 3.0


def fates_chart(sites: Sequence[SiteStatus]) -> str:
    """An SVG: a bar a site, parted by accepted, quarantined and duplicate, with its numbers.

    On a ground of its own, since the page may be dark.
    """
    width, height = _LEFT + _BARS + _RIGHT, _TOP + _STEP * len(sites) + 10
    title = "Rows of each site: accepted, quarantined, duplicate"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img">',
        f"<title>{title}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(10, 22, title, weight="bold"),
    ]
    for place, (label, _, colour) in enumerate(_FATES):
        left = _LEFT + place * 120
        parts += [_bar(left, 34, (11, 11), colour), _text(left + 16, 44, label)]
    most = max((one.rows_in for one in sites), default=0) or 1
    for place, one in enumerate(sites):
        parts += _row(one, _TOP + place * _STEP, most)
    return "".join([*parts, "</svg>"])


def as_data_address(svg: str) -> str:
    """The picture as an address that holds it whole."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _row(site: SiteStatus, top: int, most: int) -> Iterator[str]:
    yield _text(10, top + 14, site.site_code)
    left = float(_LEFT)
    for label, name, colour in _FATES:
        rows = getattr(site, name)
        if rows:
            width = max(_BARS * rows / most, _LEAST)
            told = f"<title>{escape(site.site_code)}: {rows:,} {label}</title>"
            yield _bar(left, top, (width, 18), colour, told)
            left += width
    spoken = [f"{rows:,} {label}" for label, name, _ in _FATES[1:] if (rows := getattr(site, name))]
    numbers = ", ".join([f"{site.rows_accepted:,} of {site.rows_in:,}", *spoken])
    yield _text(left + 8, top + 14, numbers)


def _bar(left: float, top: int, size: tuple[float, int], colour: str, within: str = "") -> str:
    width, height = size
    return (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}" '
        f'fill="{colour}">{within}</rect>'
    )


def _text(left: float, base: int, words: str, weight: str = "normal") -> str:
    return (
        f'<text x="{left:.1f}" y="{base}" fill="#1f2328" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )
