"""Parts of a whole: a part too small to be shown must not follow from the others and the whole.

The whole, everybody, is published too. With one part hidden, everybody minus the parts shown is
that part: its people, and by weights even its estimate. So another part is hidden beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from triggerscape.contract.language import Role, Table
from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.egress.cell_names import WHOLE
from triggerscape.disclosure.egress.reader.relations import parts_among
from triggerscape.disclosure.egress.sites import has_words
from triggerscape.disclosure.egress.spec import Adds
from triggerscape.disclosure.rule import names_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.egress.spec import Egress, Parts
    from triggerscape.disclosure.rule import Rule

# Rows that compare the parts: not parts themselves.
COMPARING_MEASURES = frozenset({"interaction_test"})
_ROW, _SIZE, _IN_ALL, _GROUP = "row_of_parts", "size_of_part", "size_of_whole", "group_of_parts"


def hide_telling_parts(frame: pl.DataFrame, table: Table, rule: Rule) -> pl.DataFrame:
    """The frame with status ``c`` where a part, shown, would tell of one that must be hidden.

    Which rows are parts of which whole, and by which counts, the table's Egress says; rows of
    plain counts are left to rounding. Where a part has 1 to threshold - 1 people, or came hidden
    with fewer than a threshold, the smallest shown are hidden in turn until the hidden are at least
    two and together reach the threshold; where people may be in several parts, only as long as the
    whole has more people than all parts shown. A comparison of parts is hidden once any of its
    parts is: it would give the hidden one back. Repeated until nothing changes, since one row may
    be part of several wholes. For ``protect``, which keeps every ``c``, to be called on the result.
    """
    egress = egress_of(table.name)
    told = [parts for parts in egress.parts if parts.column and parts.adds is not Adds.WITHIN]
    if not told or not names_with(table, Role.ESTIMATE):
        return frame
    while True:
        hidden = {row for parts in told for row in _telling_rows(frame, egress, parts, rule)}
        is_telling = pl.int_range(pl.len()).is_in(sorted(hidden))
        shown = pl.col("status").is_in(["c", "x"]).not_().fill_null(value=True)
        if not frame.filter(is_telling & shown).height:
            return frame
        status = pl.when(is_telling & shown).then(pl.lit("c")).otherwise("status")
        frame = frame.with_columns(status.cast(pl.String).alias("status"))


def telling_parts(
    people: Sequence[int],
    is_shown: Sequence[bool],
    threshold: int,
    *,
    must_hide: Sequence[bool] | None = None,
    whole: float = np.inf,
) -> list[int]:
    """Places of the parts to hide beside those too small, smallest first.

    ``people`` are the sizes in rising order; a part that is not shown for another reason still
    counts among the hidden. ``must_hide`` names further parts that must not follow, with nobody in
    them perhaps. As long as the parts shown have ``whole`` people or more, nothing follows.
    """
    small = [0 < n < threshold for n in people]
    asked = [few or bool(must_hide and must_hide[p]) for p, few in enumerate(small)]
    if not any(asked):
        return []
    unseen = {p for p, n in enumerate(people) if asked[p] or (n > 0 and not is_shown[p])}
    chosen: list[int] = []
    for place, n in enumerate(people):
        if len(unseen) >= 2 and sum(people[p] for p in unseen) >= threshold:
            break
        if whole <= sum(n for p, n in enumerate(people) if p not in unseen):
            break
        if n > 0 and place not in unseen:
            unseen.add(place)
            chosen.append(place)
    return chosen


def _telling_rows(frame: pl.DataFrame, egress: Egress, parts: Parts, rule: Rule) -> set[int]:
    """Row numbers of parts, and comparisons of them, that would tell of a hidden part."""
    numbered = frame.with_row_index(_ROW)
    hidden: set[int] = set()
    for own, of_whole in parts.counts:
        rows, together = _grouped(numbered, egress, parts, own, of_whole)
        beside: list[int] = []
        for group in rows.partition_by(_GROUP, maintain_order=True) if rows.height else []:
            people = group[_SIZE].to_list()
            status = group["status"].to_list()
            is_few = [s == "c" and n < rule.threshold for s, n in zip(status, people, strict=True)]
            chosen = telling_parts(
                people,
                [s not in {"c", "x"} for s in status],
                rule.threshold,
                must_hide=is_few,
                whole=group[_IN_ALL][0],
            )
            hidden |= {int(group[_ROW][place]) for place in chosen}
            if chosen or any(is_few) or any(0 < n < rule.threshold for n in people):
                beside.append(int(group[_GROUP][0]))
        hidden |= _comparing(numbered, rows.filter(pl.col(_GROUP).is_in(beside)), together)
    return hidden


def _grouped(
    numbered: pl.DataFrame, egress: Egress, parts: Parts, own: str, of_whole: str
) -> tuple[pl.DataFrame, list[str]]:
    """Parts with their size and that of their whole, by group and rising size; and their keys."""
    together = [key for key in egress.table.key if key != parts.column]
    rows = parts_among(numbered, parts)
    if WHOLE in rows.columns:
        together = [*together, WHOLE]
    if parts.adds is Adds.OVERLAPPING:
        rows = _with_whole(rows, numbered, egress, parts, of_whole)
    else:
        rows = rows.with_columns(pl.lit(float("inf")).alias(_IN_ALL))
    found = rows.with_columns(
        pl.col(own).alias(_SIZE),
        pl.struct(together).rank("dense").alias(_GROUP),
    ).filter(pl.col(_SIZE).is_not_null())
    # A part alone hides nobody; groups without anybody to hide are the most, and cost the time.
    return found.sort(_GROUP, _SIZE, parts.column), together


def _with_whole(
    rows: pl.DataFrame, numbered: pl.DataFrame, egress: Egress, parts: Parts, count: str
) -> pl.DataFrame:
    """The parts with the size of their whole; of a whole in another table nothing is known."""
    size = pl.col(count).cast(pl.Float64).alias(_IN_ALL)
    keys = [key for key in egress.table.key if key != parts.column]
    if not parts.of:
        wholes = numbered.select(*keys, pl.col(parts.column).cast(pl.String).alias(WHOLE), size)
        keys = [*keys, WHOLE]
    elif parts.of == egress.table.name:
        keys = [key for key in keys if key not in parts.matching]
        is_whole = has_words({key: frozenset({word}) for key, word in parts.matching.items()})
        wholes = numbered.filter(is_whole).select(*keys, size)
    else:
        return rows.with_columns(pl.lit(float("inf")).alias(_IN_ALL))
    found = rows.join(wholes, on=keys, how="left", maintain_order="left")
    return found.with_columns(pl.col(_IN_ALL).fill_null(float("inf")))


def _comparing(numbered: pl.DataFrame, parts: pl.DataFrame, together: list[str]) -> set[int]:
    """Row numbers of the comparisons of these parts."""
    compared = numbered.filter(pl.col("measure_id").is_in(sorted(COMPARING_MEASURES)))
    if not compared.height or not parts.height:
        return set()
    on = [key for key in together if key not in {"measure_id", WHOLE}]
    return set(compared.join(parts, on=on, how="semi")[_ROW].to_list())
