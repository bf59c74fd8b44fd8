"""Headline estimates that moved since the release before, and why each did."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.language import Kind, Table
from triggerscape.contract.releases.changes import NOTHING_BEFORE, RELEASE_CHANGE, WHOLE_TABLE
from triggerscape.contract.releases.models import MODEL_VERSION
from triggerscape.contract.releases.references import RELEASE
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.protect import STAMPS
from triggerscape.disclosure.rounding import rounded_estimate
from triggerscape.disclosure.rule import Rule, person_counts
from triggerscape.release.changes.headlines import HEADLINES, NUMBERS, VALUES, Headline
from triggerscape.release.info import ReleaseInfo

Tables = Mapping[str, pl.DataFrame]
_TYPES = {Kind.TEXT: pl.String, Kind.DOUBLE: pl.Float64}


def changes(new: Tables, old: Tables | None, info: ReleaseInfo) -> pl.DataFrame:
    """``pub.release_change`` without its stamps, from protected tables by full name.

    ``old`` are the tables of the newest release before, as read from its files; None before the
    first one. A row now hidden tells nothing of what it was. Old values are printed with no more
    decimals than the people of today allow.
    """
    parts = [_of_headline(headline, new, old, info) for headline in HEADLINES]
    return pl.concat(parts).sort(RELEASE_CHANGE.key)


def _of_headline(
    headline: Headline, new: Tables, old: Tables | None, info: ReleaseInfo
) -> pl.DataFrame:
    if old is None:
        return _whole_table(headline, "first_release", NOTHING_BEFORE)
    before = str(old[RELEASE.name]["release_id"].item())
    name = headline.table.name
    if name not in old or not _is_comparable(headline.table, old[name]):
        return _whole_table(headline, "schema", before)
    if _rule_of(old[RELEASE.name]) != info.rule:
        return _whole_table(headline, "method", before)
    reason = _reason(headline, new, old, info)
    moved = _moved(headline.rows(new[name]), headline.rows(old[name])).with_columns(reason=reason)
    return _told(moved.with_columns(values_before(moved, headline.table, info.rule)), name, before)


def _is_comparable(table: Table, old: pl.DataFrame) -> bool:
    known = {*table.key, *NUMBERS, *person_counts(table), "status"}
    return known <= set(old.columns)


def _rule_of(release: pl.DataFrame) -> Rule:
    """The rule of a release; before there were two modes, counts were rounded."""
    row = release.row(0, named=True)
    return Rule(
        row["threshold"], row["rounding_base"], Mode(row.get("disclosure_mode") or Mode.ROUNDED)
    )


def _reason(headline: Headline, new: Tables, old: Tables, info: ReleaseInfo) -> pl.Expr:
    """Why a row moved. A closed window has no new days; a row of the whole study may have."""
    has_new_days = old[RELEASE.name]["as_of_date"].item() < info.as_of
    is_new_window = pl.col("window").is_not_null() & ~pl.col("was_there")
    method = _made_by(headline, old) != _made_by(headline, new)
    return (
        pl.when(is_new_window & has_new_days)
        .then(pl.lit("new_windows"))
        .when(pl.lit(value=method))
        .then(pl.lit("method"))
        .when(pl.col("window").is_null() & has_new_days)
        .then(pl.lit("new_windows"))
        .otherwise(pl.lit("restated"))
    )


def _made_by(headline: Headline, tables: Tables) -> list[tuple[str, ...]]:
    """Code and settings behind a table, as its release told them."""
    models = tables.get(MODEL_VERSION.name)
    if models is None:
        return []
    own = models.filter(table_name=headline.table.short_name)
    return sorted(own.select("model_id", "code_version", "settings").fill_null("").rows())


def _moved(new: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """Rows of either release whose status, value, interval or verdict is not the same."""
    keys = ["row_id", "measure_id"]
    old = old.with_columns(was_there=True)
    both = new.with_columns(is_there=True).join(
        old, on=keys, how="full", coalesce=True, suffix="_before"
    )
    same = pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"{n}_before")) for n in VALUES)
    return both.filter(~same).with_columns(
        pl.col("was_there").fill_null(value=False),
        # A row that is gone is one the release does not have.
        pl.when("is_there").then("status").otherwise(pl.lit("x")).alias("status"),
        pl.coalesce("window", "window_before").alias("window"),
    )


def values_before(moved: pl.DataFrame, table: Table, rule: Rule) -> list[pl.Series]:
    """The old values with no more decimals than the people now behind the row allow."""
    return [
        moved.with_columns(pl.col(f"{name}_before").alias(name))
        .select(rounded_estimate(table, name, rule).alias(f"{name}_before"))
        .to_series()
        for name in NUMBERS
    ]


def _told(moved: pl.DataFrame, table_name: str, before: str) -> pl.DataFrame:
    shown, told = pl.col("status") == "ok", pl.col("status") != "c"
    numbers = [*NUMBERS, *(f"{name}_before" for name in NUMBERS)]
    return moved.select(
        pl.lit(table_name).alias("table_name"),
        "row_id",
        "measure_id",
        pl.lit(before).alias("compared_with"),
        "reason",
        *(pl.when(shown).then(pl.col(name)).alias(name) for name in numbers),
        *(pl.when(told).then(pl.col(n)).alias(n) for n in ("verdict", "verdict_before")),
        "status",
    )


def _whole_table(headline: Headline, reason: str, before: str) -> pl.DataFrame:
    """One row that says why the rows of a table are not compared one by one."""
    row = {
        "table_name": headline.table.name,
        "row_id": WHOLE_TABLE,
        "measure_id": headline.measures[0],
        "compared_with": before,
        "reason": reason,
        "status": "z",
    }
    columns = [c for c in RELEASE_CHANGE if c.name not in STAMPS]
    schema = {column.name: _TYPES[column.kind] for column in columns}
    return pl.DataFrame([{name: row.get(name) for name in schema}], schema=schema)
