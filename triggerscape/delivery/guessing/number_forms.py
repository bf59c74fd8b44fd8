"""Guesses at how numbers are written: the decimal sign and the thousands mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.delivery.guessing.guess import Guess

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

# A mark with three digits behind it may be either sign; with one, two or four it is decimal.
_DECIMAL = {
    mark: rf"^[+-]?\d[\d '{other}]*[{mark}](\d{{1,2}}|\d{{4,}})$" for mark, other in (".,", ",.")
}
_EITHER = {mark: rf"^[+-]?[1-9]\d{{0,2}}[{mark}]\d{{3}}$" for mark in ".,"}
_GROUPED = {
    ".": r"^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+|\.\d{3})$",
    ",": r"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+|,\d{3})$",
    " ": r"^[+-]?[1-9]\d{0,2}( \d{3})+([.,]\d+)?$",
    "'": r"^[+-]?[1-9]\d{0,2}('\d{3})+([.,]\d+)?$",
}


def number_guesses(sample: pl.DataFrame, headers: dict[str, str], table: Table) -> list[Guess]:
    """The decimal sign and the thousands mark, where they differ from the contract's."""
    cells = cells_of_numbers(sample, headers, table)
    decimal = {mark: _count(cells, form) for mark, form in _DECIMAL.items()}
    either = {mark: _count(cells, form) for mark, form in _EITHER.items()}
    grouped = {mark: _count(cells, form) for mark, form in _GROUPED.items()}
    if decimal["."] and decimal[","]:
        seen = f"{decimal['.']} numbers have a decimal point, {decimal[',']} a decimal comma"
        return [Guess("file.decimal", ",", f"{seen}: ask the site which is meant", is_open=True)]
    comma = bool(decimal[","] or grouped["."]) and not decimal["."]
    sign, other = (",", ".") if comma else (".", ",")
    guesses = []
    if comma:
        seen = f"{decimal[',']} numbers have a comma and other than three digits behind it"
        guesses.append(Guess("file.decimal", ",", seen))
    marks = {mark: count for mark, count in grouped.items() if count and mark != sign}
    if marks:
        mark = max(marks, key=lambda found: (marks[found], found))
        guesses.append(
            Guess("file.thousands", mark, f"{marks[mark]} numbers have groups of three digits")
        )
    elif either[other]:
        seen = f'{either[other]} numbers have "{other}" before their last three digits'
        if decimal[sign]:
            guesses.append(Guess("file.thousands", other, seen))
        else:
            guesses.append(
                Guess("file.decimal", other, f"{seen}: decimal sign or thousands?", is_open=True)
            )
    return guesses


def cells_of_numbers(sample: pl.DataFrame, headers: dict[str, str], table: Table) -> pl.Series:
    """Every cell of the columns that hold numbers, as one series of text."""
    found = [
        sample[header] for name, header in headers.items() if table.column(name).kind.is_number
    ]
    return (
        pl.concat([cells.alias("cell") for cells in found])
        if found
        else pl.Series([], dtype=pl.String)
    )


def numbers(cells: pl.Series, guesses: list[Guess]) -> pl.Series:
    """Cells as numbers, read with the guessed signs; null where they are none."""
    said = {guess.key: guess.value for guess in guesses if not guess.is_open}
    decimal, thousands = said.get("file.decimal", "."), said.get("file.thousands", "")
    if thousands:
        cells = cells.str.replace_all(str(thousands), "", literal=True)
    if decimal == ",":
        cells = cells.str.replace_all(",", ".", literal=True)
    return cells.cast(pl.Float64, strict=False)


def _count(cells: pl.Series, form: str) -> int:
    return int(cells.str.contains(form).sum() or 0)
