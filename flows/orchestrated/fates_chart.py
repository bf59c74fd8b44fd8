"""A small chart of what became of every site's rows, for a page that has no file server."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.status import SiteStatus

_FATES = (
    ("accepted", "rows_accepted", "#3b7a57"),
    ("quarantined", "rows_quarantined", "#b3541e"),
    ("duplicate", "rows_duplicate", "#9aa0a6"),
)
_LEFT, _WIDTH, _STEP = 90, 480, 20


def fates_chart(sites: Sequence[SiteStatus]) -> str:
    """An SVG: a bar a site, parted by accepted, quarantined and duplicate."""
    most = max((one.rows_in for one in sites), default=0) or 1
    height = _STEP * (len(sites) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 10}" '
        f'height="{height}" font-family="sans-serif" font-size="12" role="img">',
        "<title>Rows of each site: accepted, quarantined, duplicate</title>",
    ]
    for place, (label, _, colour) in enumerate(_FATES):
        left = _LEFT + place * 120
        parts += [
            f'<rect x="{left}" y="4" width="10" height="10" fill="{colour}"/>',
            f'<text x="{left + 14}" y="13">{label}</text>',
        ]
    for place, one in enumerate(sites, start=1):
        y, x = place * _STEP + 4, float(_LEFT)
        parts.append(f'<text x="0" y="{y + 12}">{escape(one.site_code)}</text>')
        for _, name, colour in _FATES:
            width = _WIDTH * getattr(one, name) / most
            parts.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="14" fill="{colour}"/>'
            )
            x += width
    return "".join([*parts, "</svg>"])


def as_data_address(svg: str) -> str:
    """The picture as an address that holds it whole."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
