"""Which sites lie beyond the funnel, in sentences made from its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from triggerscape.release.page.wording import Row, interval, listed, number, number_of

BEYOND = ("beyond 95%", "beyond 99.8%")
MOST_SAID = 6
"""Sites that are named in a sentence; of more, the rest are counted."""
_BY_CHANCE = 1.0


@dataclass(frozen=True)
class Comparison:
    """One thing in which sites are compared, with a row of pub.site_comparison per site."""

    label: str
    rows: tuple[Row, ...]

    @property
    def shown(self) -> list[Row]:
        """The sites with a ratio and limits to hold it against."""
        return [row for row in self.rows if interval(row) and row["limit_95_low"] is not None]

    @property
    def beyond(self) -> list[Row]:
        """The sites outside the 95% limits, furthest first."""
        found = [row for row in self.shown if row["funnel_band"] in BEYOND]
        return sorted(found, key=lambda row: (-abs(row["z_score"] or 0.0), row["site_id"]))

    @property
    def spread(self) -> float:
        """How many times as far from expected sites typically are as chance alone has them."""
        phi = next((row["overdispersion_phi"] for row in self.shown), None)
        return math.sqrt(phi) if phi is not None else _BY_CHANCE


def site_reading(comparisons: list[Comparison]) -> str:
    """Per comparison the sites beyond the limits, and how far sites differ anyway."""
    seen = [comparison for comparison in comparisons if comparison.shown]
    if not seen:
        return "Too few sites can be shown to hold one against the others."
    return " ".join([*(_sentence(comparison) for comparison in seen), _anyway(seen)])


def _sentence(comparison: Comparison) -> str:
    beyond, shown = comparison.beyond, len(comparison.shown)
    if not beyond:
        sites = "the one site does not lie" if shown == 1 else f"none of {shown} sites lies"
        return f"{comparison.label}: {sites} beyond the limits."
    named = listed([_quote(row) for row in beyond[:MOST_SAID]])
    more = f" and {len(beyond) - MOST_SAID} more" if len(beyond) > MOST_SAID else ""
    verb = "lies" if len(beyond) == 1 else "lie"
    whole = number_of(shown, "site", "sites")
    return f"{comparison.label}: {len(beyond)} of {whole} {verb} beyond, {named}{more}."


def _quote(row: Row) -> str:
    side = "below" if row["estimate"] < 1 else "above"
    limits = row["funnel_band"].removeprefix("beyond ")
    return f"{row['site_id']} ({number(row['estimate'], 2)}, {side} its {limits} limits)"


def _anyway(comparisons: list[Comparison]) -> str:
    low, high = (end(c.spread for c in comparisons) for end in (min, max))
    if high <= _BY_CHANCE:
        return "Sites differ no further than chance has them."
    ends = _range(max(low, _BY_CHANCE), high)
    return (
        f"Sites differ from what is expected {ends} times as far as chance alone would have them, "
        "for reasons nobody records; the funnel is wide enough for that."
    )


def _range(low: float, high: float) -> str:
    """``2.3 to 4.9``, or one number where both are the same when printed."""
    ends = dict.fromkeys((number(low, 1), number(high, 1)))
    return " to ".join(ends)
