"""Published tables as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.errors import DisclosureRefused

# A spreadsheet runs a cell that starts with one of these, the full-width forms included, and skips
# blanks before it. Where the list separator is a semicolon, or a tab, a new cell starts after it.
_RUNS = r"(?:^|[;\t\r\n])[\s\p{Cf}\p{Cc}'\"]*[=+\-@＝＋－＠]"
_BREAKS = r"[\t\r\n\x00]"


def runs_in_a_spreadsheet(text: pl.Expr) -> pl.Expr:
    """True for text that a spreadsheet might take for a formula, or that breaks a line."""
    return text.str.contains(_RUNS) | text.str.contains(_BREAKS)


def write_csv(frame: pl.DataFrame, table: Table, path: Path) -> None:
    """Write one table: UTF-8, comma, header, NULL as nothing.

    Raises:
        DisclosureRefused: a text cell would run as a formula. It is refused and not escaped, so
            that every file of a release holds the same text.
    """
    dangerous = [
        name
        for name, kind in frame.schema.items()
        if kind == pl.String
        and frame.select(runs_in_a_spreadsheet(pl.col(name)).fill_null(value=False).any()).item()
    ]
    if dangerous:
        raise DisclosureRefused(
            "E410",
            f"{table.name}: text that a spreadsheet would run, in {', '.join(dangerous)}",
            where=table.name,
            fix="Rename the label so that it starts with a letter.",
        )
    frame.write_csv(path, null_value="", line_terminator="\n")


def read_csv(path: Path, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Read a published CSV back with the types of its table."""
    return pl.read_csv(path, schema=schema, null_values="", try_parse_dates=False)
