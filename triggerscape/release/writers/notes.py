"""The notes that travel with a release: RELEASE.md for people, llms.txt for language models."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.release.info import ReleaseInfo

_SYNTHETIC = "**Made-up population.** Nothing here describes a real person or clinic."


def release_notes(
    tables: Mapping[str, pl.DataFrame],
    contracts: tuple[Table, ...],
    info: ReleaseInfo,
    release_id: str,
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
            "## Open it",
            "",
            "- `dashboard.html`: the figures, in any browser, without a network",
            "- `csv/`, `parquet/`: one file per table; `dictionary.csv` says what a column means",
            "- `triggerscape.duckdb`: all tables in schema `pub`, for DuckDB 1.2 and later",
            "- `datapackage.json`: the same description for programs",
            "- `SHA256SUMS`: check with `sha256sum -c SHA256SUMS`",
            "",
            "## How people are protected",
            "",
            f"A row about fewer than {info.threshold} people is hidden: its status is `c` and its "
            f"numbers are empty. Counts are rounded to {info.rounding_base}, totals included, so "
            f"parts need not add up; {info.threshold} or more people are never printed as fewer "
            f"than {info.rule.fewest_shown}. Empty is never zero.",
            "",
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


def _table_line(table: Table, frame: pl.DataFrame) -> str:
    grain = table.grain.removeprefix("one row per ").removeprefix("one row: ")
    return f"| `{table.name}` | {grain} | {frame.height} | {hidden_rows(frame)} |"
