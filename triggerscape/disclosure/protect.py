"""The protection step: hide small groups, round what is left, refuse what is not declared."""

from __future__ import annotations

import polars as pl

from triggerscape.contract.language import PUBLISHABLE, Role, Table
from triggerscape.contract.releases.columns import STATUSES
from triggerscape.disclosure.rounding import rounded_count, rounded_estimate, rounded_people
from triggerscape.disclosure.rule import Rule, blanked_notes, names_with, person_counts
from triggerscape.errors import DisclosureRefused

# The release writer fills these in; a frame may come with or without them.
STAMPS = ("release_id", "as_of_date")


def protect(frame: pl.DataFrame, table: Table, rule: Rule) -> pl.DataFrame:
    """The rows of a published table as they may leave the workspace, in the order they came.

    A row with 1 to threshold - 1 people in any of its person counts gets status ``c`` and loses
    every number and verdict; so does a row that arrives as ``c``. A row with no people, or with
    nothing estimated, gets ``x``; ``u``, ``x`` and ``z`` stay and carry no number. What is left
    is ``ok``: counts rounded from their true values, totals included, estimates at their declared
    decimals or fewer. The rules are in ``triggerscape.disclosure.rounding``. A table without
    numbers comes back as it is.

    This step does not compare tables, or releases, with each other. Rounding leaves an interval
    around every difference of two published counts, yet long sums can still pin cells down (22
    hidden cells under a total printed as 20 must be ones), and so can two releases a few people
    apart. It does not know which site a reader already knows, and it judges rows by people: a
    rounded number of rows or attacks may be small.

    Raises:
        DisclosureRefused: a column is missing, unknown or not publishable; a count is negative or
            not whole; a status is unknown; a row with numbers does not say how many people.
    """
    _refuse_columns(frame, table)
    frame = frame.select([c for c in table.column_names if c in frame.columns])
    counts, estimates = names_with(table, Role.COUNT), names_with(table, Role.ESTIMATE)
    if not counts and not estimates:
        return frame
    frame = frame.with_columns(
        pl.col(counts).cast(pl.Int64), pl.col(estimates).cast(pl.Float64), _text("status")
    )
    _refuse_values(frame, table, counts)
    judged = frame.with_columns(_status(table, rule, estimates or counts))
    _refuse_unknown_people(judged, table)
    shown, hidden = pl.col("status") == "ok", pl.col("status") == "c"
    people = person_counts(table)
    return judged.with_columns(
        *(pl.when(shown).then(rounded_estimate(table, n, rule)).alias(n) for n in estimates),
        *(pl.when(shown).then(rounded_people(n, rule)).alias(n) for n in people),
        *(pl.when(shown).then(rounded_count(n, rule)).alias(n) for n in counts if n not in people),
        *(pl.when(~hidden).then(pl.col(n)).alias(n) for n in blanked_notes(table)),
    )


def _status(table: Table, rule: Rule, numbers: list[str]) -> pl.Expr:
    people = [pl.col(name) for name in person_counts(table)]
    came = pl.col("status")
    small = pl.any_horizontal((n > 0) & (n < rule.threshold) for n in people).fill_null(value=False)
    nobody = pl.any_horizontal(n == 0 for n in people).fill_null(value=False)
    nothing = pl.all_horizontal(pl.col(name).is_null() for name in numbers)
    return (
        pl.when(small | (came == "c").fill_null(value=False))
        .then(pl.lit("c"))
        .when(came.is_in(["u", "x", "z"]))
        .then(came)
        .when(nobody | nothing)
        .then(pl.lit("x"))
        .otherwise(pl.lit("ok"))
        .alias("status")
    )


def _text(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String)


def _refuse_columns(frame: pl.DataFrame, table: Table) -> None:
    unknown = sorted(set(frame.columns) - set(table.column_names))
    if unknown:
        raise _refusal("E401", f"not in the contract: {', '.join(unknown)}", table)
    private = [column.name for column in table if column.role not in PUBLISHABLE]
    if private:
        raise _refusal("E402", f"may not be published: {', '.join(private)}", table)
    missing = [n for n in table.column_names if n not in frame.columns and n not in STAMPS]
    if missing:
        raise _refusal("E403", f"not delivered: {', '.join(missing)}", table)
    has_numbers = names_with(table, Role.COUNT, Role.ESTIMATE)
    if has_numbers and not person_counts(table):
        raise _refusal("E404", "numbers, but no column counts the people", table)
    broken = [
        name
        for name in names_with(table, Role.COUNT)
        if not (frame.schema[name].is_integer() or frame.schema[name] == pl.Null)
    ]
    if broken:
        raise _refusal("E405", f"not whole numbers: {', '.join(broken)}", table)


def _refuse_values(frame: pl.DataFrame, table: Table, counts: list[str]) -> None:
    if frame.filter(pl.any_horizontal(pl.col(name) < 0 for name in counts)).height:
        raise _refusal("E406", "a count is below zero", table)
    unknown = pl.col("status").is_not_null() & ~pl.col("status").is_in(list(STATUSES))
    if frame.filter(unknown).height:
        raise _refusal("E407", f"a status is not one of {', '.join(STATUSES)}", table)


def _refuse_unknown_people(judged: pl.DataFrame, table: Table) -> None:
    unknown = pl.any_horizontal(pl.col(name).is_null() for name in person_counts(table))
    rows = judged.filter((pl.col("status") == "ok") & unknown).height
    if rows:
        raise _refusal("E408", f"{rows} rows do not say how many people", table)


def _refusal(code: str, message: str, table: Table) -> DisclosureRefused:
    return DisclosureRefused(
        code,
        f"{table.name}: {message}",
        where=table.name,
        fix="Declare the column in triggerscape/contract/releases/ or mend the query.",
    )
