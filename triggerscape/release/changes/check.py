"""Does the table of changes say what the tables of its own release say, and no more?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from triggerscape.contract.releases.changes import RELEASE_CHANGE, WHOLE_TABLE
from triggerscape.disclosure.rule import Rule
from triggerscape.release.changes.headlines import HEADLINES, NUMBERS, VALUES, Headline
from triggerscape.release.changes.moved import values_before

_BEFORE = [f"{name}_before" for name in NUMBERS]
_KEYS = ["row_id", "measure_id"]


def broken_changes(tables: Mapping[str, pl.DataFrame], rule: Rule) -> list[str]:
    """What is wrong with ``pub.release_change`` beside the other tables, one sentence per fault.

    Its numbers are copies, so they are judged where they come from: a row must repeat its source
    and print nothing of a row that is not shown, and old values no finer than the rule allows.
    """
    change = tables[RELEASE_CHANGE.name]
    rows = change.filter(pl.col("row_id") != WHOLE_TABLE)
    known = {headline.table.name for headline in HEADLINES}
    faults = [
        *_faults(change.filter(row_id=WHOLE_TABLE), _anything([*NUMBERS, *_BEFORE])),
        *_faults(rows.filter(~pl.col("table_name").is_in(known)), pl.lit(value=True)),
    ]
    for headline in HEADLINES:
        of_table = rows.filter(table_name=headline.table.name)
        faults += _headline_faults(of_table, headline, tables[headline.table.name], rule)
    return [f"{RELEASE_CHANGE.name}: {fault}" for fault in faults]


def _headline_faults(
    rows: pl.DataFrame, headline: Headline, source: pl.DataFrame, rule: Rule
) -> Iterator[str]:
    there = headline.rows(source).with_columns(is_there=True)
    both = rows.join(there, on=_KEYS, how="left", suffix="_source")
    is_there = pl.col("is_there").fill_null(value=False)
    differing = pl.any_horizontal(pl.col(n).ne_missing(pl.col(f"{n}_source")) for n in VALUES)
    yield from _faults(both, is_there & differing, "that differ from their table")
    yield from _faults(both, ~is_there & (pl.col("status") != "x"), "of no row of their table")
    hidden = pl.col("status") != "ok"
    yield from _faults(both, hidden & _anything([*NUMBERS, *_BEFORE]), "not shown, with a number")
    told = _anything(["verdict", "verdict_before"])
    yield from _faults(both, (pl.col("status") == "c") & told, "hidden, with a verdict")
    finest = pl.DataFrame(values_before(both, headline.table, rule))
    finer = both.select(_BEFORE).rows() != finest.rows()
    if finer:
        yield "old values with too many decimals"


def _faults(
    rows: pl.DataFrame, broken: pl.Expr, what: str = "of no headline, or with a number"
) -> Iterator[str]:
    number = rows.filter(broken).height
    if number:
        yield f"{number} rows {what}"


def _anything(names: list[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).is_not_null() for name in names)
