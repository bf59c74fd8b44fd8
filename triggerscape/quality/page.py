"""The quality page: one private, offline HTML file for whoever looks after the sites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from triggerscape.offline_page import policy, templates_in
from triggerscape.quality.matrix import matrices, whole_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.quality.report import Report

_HERE = Path(__file__).parent
# One style for everything people read in a browser; here are only the additions to it.
_STYLES = (_HERE.parent / "release" / "page" / "page.css", _HERE / "quality.css")
MOST_REFUSED = 200
PAGE = "index.html"


def quality_page(report: Report, words: Mapping[str, tuple[str, str]]) -> str:
    """The page of a report.

    ``words`` gives sentence and fix of the rules of ``report.codes``, by code. Nothing is loaded
    and nothing runs: the one style is allowed by its hash, and everything else is forbidden.
    """
    style = "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)
    templates = templates_in(_HERE)
    templates.filters["percent"] = whole_percent
    return templates.get_template("quality.html.jinja").render(
        policy=policy(style),
        style=Markup(style),
        reading=reading(report),
        matrices=matrices(report.months),
        findings=report.findings,
        files=report.files,
        refused=report.refused[:MOST_REFUSED],
        refused_more=max(0, len(report.refused) - MOST_REFUSED),
        words=words,
    )


def reading(report: Report) -> str:
    """The report in two sentences: what came and is in use, and what wants a look."""
    rows_in, accepted, duplicates = (
        sum(row[name] for row in report.months)
        for name in ("rows_in", "rows_accepted", "rows_duplicate")
    )
    sites = {row["site_code"] for row in report.months}
    wanted = rows_in - duplicates
    share = f"{whole_percent(accepted / wanted)}%" if wanted else "none"
    critical = {
        (row["site_code"], row["contract"], row["file_name"])
        for row in report.findings
        if row["severity"] == "critical"
    }
    troubled = {row["site_code"] for row in (*report.findings, *report.files)}
    said = f"{_many(len(sites), 'site')} sent {_many(rows_in, 'row')}; {share} of them are in use."
    if critical:
        said += f" {_many(len(critical), 'file')} held back."
    if report.files:
        said += f" {_many(len(report.files), 'file')} refused as a whole."
    if not troubled:
        return said + " No file and no site stands out."
    return said + f" There is something to look at for {_many(len(troubled), 'site')}."


def write_page(folder: Path, page: str) -> Path:
    """Put the page into a folder only its owner can open; gives back its path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / PAGE
    partial = folder / f".{PAGE}.partial"
    partial.touch(mode=0o600)
    partial.write_text(page, encoding="utf-8")
    partial.replace(target)
    return target


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
