"""How the cells of a release add up: what its Egresses say, written out for the rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.egress.cell_names import DAY, LINE, PART, WHOLE, cell_column
from triggerscape.disclosure.egress.sites import has_words
from triggerscape.disclosure.egress.spec import Adds
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from triggerscape.disclosure.egress.spec import Egress, Parts

_DAY_OF_WHOLE = "day_of_whole"


def parts_of_wholes(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[Adds, pl.DataFrame]]:
    """Every declaration with its pairs of cells in order: ``whole``, ``part`` and ``line``.

    ``tables`` are those of ``Placed``. Parts of one line go together. Wholes that have no row are
    left out, and with them what their parts add up to.

    Raises:
        DisclosureRefused: a part has two wholes, so the declaration is wrong.
    """
    for table in tables:
        for parts in egress_of(table).parts:
            if parts.adds is Adds.NEARLY:
                continue
            for pairs in _several_pairs(tables, table, parts):
                together = pl.col(WHOLE if parts.column else PART).rank("dense")
                yield parts.adds, pairs.with_columns((together.cast(pl.Int64) - 1).alias(LINE))


def cells_alike(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Pairs ``whole``, ``part`` of cells of the same people: the part is all there is of the whole.

    Raises:
        DisclosureRefused: a part has two wholes, so the declaration is wrong.
    """
    schema = {WHOLE: pl.Int64, PART: pl.Int64}
    found = [
        pairs.filter(pl.len().over(LINE) == 1).select(WHOLE, PART)
        for adds, pairs in parts_of_wholes(tables)
        if adds in {Adds.EXACTLY, Adds.OVERLAPPING}
    ]
    return pl.concat([pl.DataFrame(schema=schema), *found]).unique(maintain_order=True)


def _several_pairs(
    tables: Mapping[str, pl.DataFrame], table: str, parts: Parts
) -> Iterator[pl.DataFrame]:
    for part_count, whole_count in parts.counts:
        pairs = _pairs(tables, egress_of(table), parts, part_count, whole_count)
        if pairs[PART].is_duplicated().any():
            raise _two_wholes(table, parts)
        yield pairs


def sums_of_rows(tables: Mapping[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Per sum of count columns the cells of each row: ``whole``, ``part``, ``line`` by row."""
    for table, rows in tables.items():
        for whole, parts in egress_of(table).sums:
            pairs = pl.concat(
                rows.select(
                    pl.col(cell_column(whole)).alias(WHOLE), pl.col(cell_column(part)).alias(PART)
                )
                for part in parts
            ).unique(maintain_order=True)
            yield pairs.with_columns((pl.col(WHOLE).rank("dense").cast(pl.Int64) - 1).alias(LINE))


def parts_among(rows: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """The rows that are parts; with their whole's word as ``whole`` where they have a column."""
    chosen = rows.filter(has_words(parts.where))
    if not parts.column:
        return chosen
    word = pl.col(parts.column).cast(pl.String)
    if parts.parent:
        names = {part: whole for part, whole in parts.parent.items() if part != whole}
        known = chosen.filter(word.is_in(sorted(names)))
        return known.with_columns(word.replace_strict(names, return_dtype=pl.String).alias(WHOLE))
    if parts.of:
        return chosen
    return chosen.filter(word != parts.whole).with_columns(pl.lit(parts.whole).alias(WHOLE))


def _pairs(
    tables: Mapping[str, pl.DataFrame],
    egress: Egress,
    parts: Parts,
    part_count: str,
    whole_count: str,
) -> pl.DataFrame:
    rows = parts_among(tables[egress.table.name], parts)
    cell = [pl.col(cell_column(part_count)).alias(PART), pl.col(DAY)]
    if parts.of:
        keys, found = _elsewhere(tables, egress, parts, whole_count)
        shared = rows.select(*(pl.col(own).alias(there) for own, there in keys.items()), *cell)
        on = list(keys.values())
    else:
        others = [key for key in egress.table.key if key != parts.column]
        found = tables[egress.table.name].select(
            *others,
            pl.col(parts.column).alias("word"),
            pl.col(cell_column(whole_count)).alias(WHOLE),
            pl.col(DAY).alias(_DAY_OF_WHOLE),
        )
        shared = rows.select(*others, pl.col(WHOLE).alias("word"), *cell)
        on = [*others, "word"]
    joined = shared.join(found, on=on) if on else shared.join(found, how="cross")
    return _of_one_day(joined, parts.adds).select(WHOLE, PART).unique().sort(WHOLE, PART)


def _of_one_day(pairs: pl.DataFrame, adds: Adds) -> pl.DataFrame:
    """The pairs of one day; of wholes that their parts make up, those whose parts all are.

    A part carried over from an earlier day has a row, and is not where today's people are.
    """
    is_of_it = pl.col(DAY) == pl.col(_DAY_OF_WHOLE)
    if adds is Adds.WITHIN:
        return pairs.filter(is_of_it)
    return pairs.filter(is_of_it.all().over(WHOLE))


def _elsewhere(
    tables: Mapping[str, pl.DataFrame], egress: Egress, parts: Parts, whole_count: str
) -> tuple[dict[str, str], pl.DataFrame]:
    """Keys to join on, by their name in the part, and the wholes of another table."""
    there = egress_of(parts.of)
    unsaid = there.regardless_of.get(whole_count, ())
    told = [key for key in there.table.key if key not in unsaid]
    own = {parts.called.get(key, key): key for key in egress.table.key if key != parts.column}
    keys = {own[key]: key for key in told if key in own and key not in parts.matching}
    wholes = tables.get(parts.of)
    if wholes is None:
        schema = dict.fromkeys([*told, _DAY_OF_WHOLE], pl.String) | {WHOLE: pl.Int64}
        return keys, pl.DataFrame(schema=schema)
    chosen = wholes.filter(
        has_words({k: frozenset({v}) for k, v in parts.matching.items() if k in told})
    )
    cells = chosen.select(
        *keys.values(),
        pl.col(cell_column(whole_count)).alias(WHOLE),
        pl.col(DAY).alias(_DAY_OF_WHOLE),
    )
    return keys, cells.unique(maintain_order=True)


def _two_wholes(table: str, parts: Parts) -> DisclosureRefused:
    return DisclosureRefused(
        "E434",
        f"{table}: a row told apart by {parts.column or 'nothing'} is part of two wholes",
        where=table,
        fix="Say in its Egress, by matching, which row is the whole.",
    )
