"""A run in a page: steps, sites, what was refused. Counts and codes, never a row's value."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.walking import RunOutcome
    from triggerscape.rejected import RejectedRows
    from triggerscape.status import SiteStatus

MOST_WARNINGS = 20


def summary(outcome: RunOutcome, release_path: str, needing: Sequence[str] = ()) -> str:
    """The run as Markdown: what needs a person, what each step did and warns of, the release."""
    lines = [
        *(["**Needs a person**", "", *(f"- {one}" for one in needing), ""] if needing else []),
        "| step | result | rows in | rows out | held back | |",
        "|---|---|---:|---:|---:|---|",
        *(
            f"| {s.step} | {s.result} | {s.rows_in:,} | {s.rows_out:,} | {s.held_back:,} "
            f"| {_cell(s.sentence)} |"
            for s in outcome.steps
        ),
    ]
    shown = outcome.warnings[:MOST_WARNINGS]
    if shown:
        lines += ["", f"**{_counted(len(outcome.warnings))}**", "", *(f"- {w}" for w in shown)]
        if len(outcome.warnings) > len(shown):
            lines.append(f"- and {len(outcome.warnings) - len(shown)} more: `triggerscape rejects`")
    if outcome.release_id:
        lines += ["", f"Newest release **{outcome.release_id}**: `{release_path}`"]
    return "\n".join([*lines, ""])


def site_rows(sites: Sequence[SiteStatus]) -> list[dict[str, str]]:
    """A row a site for a table of the page; numbers as text, so that none loses its form."""
    return [
        {
            "site": one.site_code,
            "deliveries": f"{one.deliveries:,}",
            "files refused": f"{one.files_refused:,} of {one.files:,}",
            "rows in": f"{one.rows_in:,}",
            "accepted": f"{one.rows_accepted:,}",
            "quarantined": f"{one.rows_quarantined:,}",
            "duplicate": f"{one.rows_duplicate:,}",
        }
        for one in sites
    ]


def refused_rows(refused: Sequence[RejectedRows]) -> list[dict[str, str]]:
    """A row a site and broken rule: how many rows, and the command that shows them."""
    rows = Counter[tuple[str, str]]()
    for one in refused:
        rows[one.site_code, one.rule] += one.rows
    return [
        {
            "site": site,
            "rule": rule,
            "rows": f"{count:,}",
            "see them": f"triggerscape rejects --site {site} --rule {rule}",
        }
        for (site, rule), count in sorted(rows.items())
    ]


def _counted(warnings: int) -> str:
    return "1 warning" if warnings == 1 else f"{warnings:,} warnings"


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
