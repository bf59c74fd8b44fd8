"""The notes that travel with a release: RELEASE.md for people, llms.txt for language models."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.contract.releases.changes import RELEASE_CHANGE
from triggerscape.disclosure.mode import Mode
from triggerscape.release.checks.judged import Judged
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.writers.change_notes import change_lines

_SYNTHETIC = "**Made-up population.** Nothing here describes a real person or clinic."


def release_notes(
    tables: Mapping[str, pl.DataFrame],
    contracts: tuple[Table, ...],
    info: ReleaseInfo,
    release_id: str,
    judged: Judged | None = None,
) -> str:
    """RELEASE.md: what this is, its rules, its tables with rows and hidden rows, its warnings."""
    return "\n".join(
        [
            f"# {info.title}, release {release_id}",
            "",
            *([_SYNTHETIC, ""] if info.is_synthetic else []),
            f"Looks at everything up to {info.as_of.isoformat()}. Made by triggerscape "
            f"{info.code_version}, run {info.run_id}. A published release is never edited.",
            "",
            *([info.steward.sentence, ""] if info.steward.sentence else []),
            "## Open it",
            "",
            "- `dashboard.html`: the figures, in any browser, without a network",
            *(["- `report.pdf`: two pages to print"] if info.has_report else []),
            "- `workbook.xlsx`: every table as a sheet, for Excel and LibreOffice",
            "- `csv/`, `parquet/`: one file per table; `dictionary.csv` says what a column means",
            "- `triggerscape.duckdb`: all tables in schema `pub`, for DuckDB 1.2 and later",
            "- `datapackage.json`: the same description for programs; `catalog.jsonld` for data "
            "catalogues (HealthDCAT-AP); `run.json` for what the release was made of and with",
            "- `figures/`: every chart of the page as Vega-Lite, with its numbers",
            "- `SHA256SUMS`: check with `sha256sum -c SHA256SUMS`",
            "",
            *change_lines(tables[RELEASE_CHANGE.name]),
            "## How people are protected",
            "",
            f"A row about fewer than {info.threshold} people is hidden: its status is `c` and its "
            f"numbers are empty. {_counts(info)} Empty is never zero. Rows of windows that are "
            "over stay as they were first printed; a row carried over from an earlier release has "
            "that release's `as_of_date`. `disclosure.json` says how this release was attacked "
            "before it left.",
            "",
            *_judged_lines(judged),
            "## Tables",
            "",
            "| table | one row per | rows | hidden |",
            "|---|---|---:|---:|",
            *(_table_line(table, tables[table.name]) for table in contracts),
            "",
            "## Before quoting a number",
            "",
            *(f"- {warning}" for table in contracts for warning in table.warnings),
            "",
        ]
    )


def reading_guide(contracts: tuple[Table, ...], info: ReleaseInfo, release_id: str) -> str:
    """llms.txt: where the tables are and how not to misread them."""
    return "\n".join(
        [
            f"# {info.title}",
            "",
            f"> Release {release_id}, up to {info.as_of.isoformat()}."
            f"{' Made-up population.' if info.is_synthetic else ''} One row is one estimate with "
            "its 95% interval. Only rows with status ok carry numbers; NULL is never zero.",
            "",
            "## Tables",
            "",
            *(
                f"- [{table.name}](csv/{table.short_name}.csv): {table.grain}"
                for table in contracts
            ),
            "",
            "## Rules of reading",
            "",
            "- [Dictionary](dictionary.csv): meaning, unit and decimals of every column",
            *(f"- {warning}" for table in contracts for warning in table.warnings),
            "",
        ]
    )


def hidden_rows(frame: pl.DataFrame) -> int:
    """How many rows are hidden because too few people stand behind them."""
    if "status" not in frame.columns:
        return 0
    return frame.filter(pl.col("status") == "c").height


def _judged_lines(judged: Judged | None) -> list[str]:
    """What the tables were held to; nothing where nobody judged them."""
    if judged is None:
        return []
    rest = judged.asked - judged.met
    idle = f" {rest} more are about tables that have no row in this release." if rest else ""
    return [
        "## How it was checked",
        "",
        f"{judged.met:,} expectations, made from the contracts of the tables, were put to them "
        "before a file was written: columns, types, keys, ranges and closed lists, enough people "
        "behind a row, rounding, words explained. Great Expectations and a count of our own judged "
        f"each; every one is met.{idle} `triggerscape releases verify` checks the files again.",
        "",
    ]


def _counts(info: ReleaseInfo) -> str:
    if info.mode is Mode.EXACT:
        return "Counts are as counted; further rows are hidden, so that no small one follows."
    return (
        f"Counts are rounded to {info.rounding_base} (those of `population` to 10), totals "
        f"included, so parts need not add up; {info.threshold} or more people are never printed "
        f"as fewer than {info.rule.fewest_shown}."
    )


def _table_line(table: Table, frame: pl.DataFrame) -> str:
    grain = table.grain.removeprefix("one row per ").removeprefix("one row: ")
    return f"| `{table.name}` | {grain} | {frame.height} | {hidden_rows(frame)} |"
