"""The sheets before the tables: cover, contents and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.disclosure.mode import Mode
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.writers.notes import hidden_rows
from triggerscape.release.writers.workbook.grid import Grid, GridColumn, Link
from triggerscape.release.writers.workbook.shorthand import CONTENTS, NOTES, SHORTHAND

COVER = "Cover"
_SYNTHETIC = "Made-up population. Nothing here describes a real person or clinic."


def cover_lines(info: ReleaseInfo, release_id: str) -> list[str]:
    """The lines of the cover, the title first."""
    return [
        info.title,
        f"Release {release_id}",
        *([_SYNTHETIC] if info.is_synthetic else []),
        f"Looks at everything up to {info.as_of.isoformat()}. Made by triggerscape "
        f"{info.code_version}, run {info.run_id}.",
        "One row is one estimate: estimate is its value, ci_low and ci_high are the ends of its "
        "95% interval, n_people is the number of people behind it, and status says whether it may "
        "be shown.",
        "A cell without a value says why in square brackets: [c] confidential, [u] unreliable, "
        "[x] not available, [z] does not apply. None of them means zero.",
        f"The sheet {CONTENTS} leads to every table. {NOTES} says how people are protected and "
        "what to know before quoting a number. The sheet dictionary explains every column.",
        "The CSV, Parquet and DuckDB files of the release hold the same tables.",
    ]


def contents_grid(tables: Mapping[str, pl.DataFrame], contracts: Sequence[Table]) -> Grid:
    """One row per table, in the order of the sheets: a link, what a row is, how many rows."""
    frames = [tables[table.name] for table in contracts]
    return Grid(
        name=CONTENTS,
        title="Contents",
        description="Every table of the release with a link to its sheet",
        lines=("One table: every table of the release, with a link to its sheet.",),
        columns=(
            GridColumn("Sheet", tuple(Link(table.short_name) for table in contracts)),
            GridColumn("What it holds", tuple(table.grain for table in contracts)),
            _counts("Rows", [frame.height for frame in frames]),
            _counts("Hidden rows", [hidden_rows(frame) for frame in frames]),
        ),
    )


def notes_grid(contracts: Sequence[Table], info: ReleaseInfo) -> Grid:
    """The shorthand, the rules of protection and the warnings of every table."""
    notes = [
        *((f"[{letter}]", meaning) for letter, meaning in SHORTHAND.items()),
        ("Small groups", f"A row about fewer than {info.threshold} people is hidden."),
        ("Counts", _how_counts_are_printed(info)),
        ("Intervals", "Every interval holds with 95% confidence or probability."),
        *((table.short_name, warning) for table in contracts for warning in table.warnings),
    ]
    return Grid(
        name=NOTES,
        title="Notes",
        description="Shorthand, rules of protection, and warnings table by table",
        lines=(
            "One table: the shorthand, how people are protected, then warnings table by table.",
            Link(CONTENTS),
        ),
        columns=(
            GridColumn("About", tuple(about for about, _ in notes)),
            GridColumn("Note", tuple(note for _, note in notes)),
        ),
    )


def _how_counts_are_printed(info: ReleaseInfo) -> str:
    if info.mode is Mode.EXACT:
        return "Counts are printed as counted; further rows are hidden so that none follows."
    return (
        f"Counts are rounded to {info.rounding_base}, totals included, so parts need not add up; "
        f"{info.threshold} or more people are never printed as fewer than "
        f"{info.rule.fewest_shown}."
    )


def _counts(head: str, counts: Sequence[int]) -> GridColumn:
    return GridColumn(head, tuple(counts), "number", "#,##0")
