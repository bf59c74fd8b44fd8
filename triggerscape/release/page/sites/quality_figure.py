"""Figure: what the sites sent, what was refused, what came twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from triggerscape.release.page.charts.bars import BarRow, bars
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.wording import count, number, number_of

_COUNTS = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate")


@dataclass(frozen=True)
class SiteRows:
    """Rows of one site and kind of table; None where a count is not shown."""

    site: str
    contract: str
    counts: Mapping[str, int | None]
    is_hidden: bool

    def share(self, measure: str) -> float | None:
        """A count as percent of the rows received, from the published, rounded counts."""
        received, part = self.counts.get("rows_in"), self.counts.get(measure)
        return 100 * part / received if received and part is not None else None

    def bar(self, reason: str) -> BarRow:
        """The site as a row of bars; ``reason`` says why it is hidden, if it is."""
        refused, doubled = self.share("rows_quarantined"), self.share("rows_duplicate")
        if self.is_hidden or refused is None or doubled is None:
            return BarRow(self.site, None, None, reason if self.is_hidden else "not available")
        return BarRow(self.site, refused, doubled, "none" if refused == doubled == 0 else "")


def quality_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Percent of rows refused and sent twice: a panel per kind of table, two bars per site."""
    found = _site_rows(tables["pub.data_quality"])
    reason = f"hidden: tells of under {threshold}"
    panels = []
    for contract in sorted({row.contract for row in found}):
        chosen = [row for row in found if row.contract == contract]
        total = count(sum(row.counts.get("rows_in") or 0 for row in chosen))
        left_out = ", hidden sites left out" if any(row.is_hidden for row in chosen) else ""
        heading = f"{contract.replace('_', ' ')}: {total} rows received{left_out}"
        drawn = [row.bar(reason) for row in chosen]
        panels.append(Panel(heading, bars(drawn, name=f"quality-{contract}", title=heading)))
    return Figure(
        anchor="quality",
        question="Can these data be trusted?",
        reading=quality_reading(found),
        how_to_read=(
            "Upper bar, blue: percent of the rows received that were refused. Lower bar, grey: "
            "percent that had come before. Both from rounded counts; a count has no interval."
        ),
        panels=tuple(panels),
        numbers=_numbers(found, reason),
    )


def quality_reading(found: list[SiteRows]) -> str:
    """All rows in words: how many came, how many were refused or doubled, and where most."""
    shown = [row for row in found if row.share("rows_quarantined") is not None]
    received = sum(row.counts["rows_in"] or 0 for row in shown)
    if not received:
        return "No site can be shown."
    refused = sum(row.counts.get("rows_quarantined") or 0 for row in shown)
    doubled = sum(row.counts.get("rows_duplicate") or 0 for row in shown)
    worst = max(shown, key=lambda row: (row.share("rows_quarantined") or 0, row.site))
    sites = number_of(len({row.site for row in shown}), "site", "sites")
    first = (
        f"{sites} sent about {count(received)} rows; {number(100 * refused / received, 1)}% were "
        f"refused and {number(100 * doubled / received, 1)}% had come before."
    )
    if not refused:
        return first
    most = number(worst.share("rows_quarantined"), 1)
    return f"{first} Most refused: {worst.site}, {worst.contract}, {most}%."


def _site_rows(quality: pl.DataFrame) -> list[SiteRows]:
    groups: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in quality.sort("contract_id", "site_id", "measure_id").iter_rows(named=True):
        groups.setdefault((row["site_id"], row["contract_id"]), []).append(row)
    return [
        SiteRows(
            site,
            contract,
            {str(row["measure_id"]): _whole(row["n_rows"]) for row in rows},
            is_hidden=any(row["status"] == "c" for row in rows),
        )
        for (site, contract), rows in groups.items()
    ]


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _numbers(found: list[SiteRows], reason: str) -> NumberTable:
    heads = ("Site", "Table", "Received", "Accepted", "Refused", "Sent twice", "Refused, percent")
    rows = tuple(
        (
            row.site,
            row.contract,
            *(count(row.counts.get(measure)) for measure in _COUNTS),
            reason if row.is_hidden else number(row.share("rows_quarantined"), 1),
        )
        for row in found
    )
    return NumberTable("Rows received, accepted, refused and sent twice", heads, rows)
