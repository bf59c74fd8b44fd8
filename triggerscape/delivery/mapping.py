"""From a site's headers to the contract's columns, still as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.refusals import FileRefused
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.delivery.profiles.profile import ColumnRule, SiteProfile

# What stands around a value and is no part of it.
_BLANKS = "' ' || chr(9) || chr(160)"


@dataclass(frozen=True)
class Mapped:
    """A SELECT with source_row and one text column a contract column, named as in the contract.

    ``dropped`` are the headers no column asks for; they are in the SELECT too, as ``dropped_0``
    and so on in that order, to be looked through and then left behind. Where the profile knows
    totals rows, ``first_field`` is the first field of the row.
    """

    sql: str
    collected: tuple[str, ...]
    dropped: tuple[str, ...]


def map_columns(
    table: Table, headers: tuple[str, ...], profile: SiteProfile, *, is_tidy: bool = False
) -> Mapped:
    """Map the view ``landed`` onto a contract by the profile.

    ``is_tidy`` says that no field has a blank at either end and that the null words are NULL
    already. FileRefused when a required column is neither in the file nor given by the profile.
    """
    contract = table.short_name
    given = {"site_code": profile.site_code}
    if contract == "diary":
        given["entry_basis"] = profile.entry_basis

    def field(header: str) -> str:
        name = f"landed.{quoted(header)}"
        return name if is_tidy else tidied(name, profile)

    selected, collected, used, missing = [], [], set(), []
    for column in table:
        rule = profile.rule(contract, column.name)
        header = header_of(rule, column.name, headers)
        constant = rule.constant if rule.constant is not None else given.get(column.name)
        if header:
            source = field(header)
            collected.append(column.name)
            used.add(header)
        elif constant is not None:
            source = sql_text(constant)
        else:
            source = "CAST(NULL AS VARCHAR)"
            if not column.nullable and not _comes_from_day0(column.name, profile):
                missing.append(column.name)
        selected.append(f"{source} AS {quoted(column.name)}")
    if missing:
        raise FileRefused("file.columns", f"required columns are missing: {', '.join(missing)}")
    if contract == "diary":
        for extra in profile.extras:
            header = extra.header.lower()
            source = field(header) if header in headers else "CAST(NULL AS VARCHAR)"
            selected.append(f"{source} AS {quoted(extra.factor.code)}")
            used.add(header)
    dropped = tuple(sorted(set(headers) - used))
    selected += [f"{field(name)} AS dropped_{place}" for place, name in enumerate(dropped)]
    if profile.totals_words and headers:
        selected.append(f"{field(headers[0])} AS first_field")
    sql = f"SELECT source_row, {', '.join(selected)} FROM landed"
    return Mapped(sql, tuple(collected), dropped)


def header_of(rule: ColumnRule, name: str, headers: tuple[str, ...]) -> str | None:
    """The first of the column's accepted headers that the file has."""
    accepted = [header.lower() for header in rule.headers] or [name]
    return next((header for header in accepted if header in headers), None)


def _comes_from_day0(name: str, profile: SiteProfile) -> bool:
    return name == "diary_date" and profile.dates_are_relative


def tidied(field: str, profile: SiteProfile) -> str:
    """SQL for a field without blanks at its ends; NULL for the site's words for nothing."""
    words = sql_texts(sorted({*profile.null_words, ""}))
    bare = f"trim({field}, {_BLANKS})"
    return f"CASE WHEN {bare} IN ({words}) THEN NULL ELSE {bare} END"
