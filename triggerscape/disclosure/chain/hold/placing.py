"""What becomes of each row: renewed, first shown, carried over, frozen, withheld, late or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.chain.hold.periods import is_frozen, is_opened
from triggerscape.disclosure.chain.hold.places import PLACE, Place
from triggerscape.disclosure.chain.hold.together import (
    IS_RETIRED,
    IS_SHOWN,
    WAS_SHOWN,
    hold_together,
)
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import person_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from triggerscape.disclosure.chain.batches import Batch
    from triggerscape.disclosure.egress.spec import Egress
    from triggerscape.disclosure.rule import Rule

_NEW, _OLD, _FROZEN, _OPENED = "is_new", "is_old", "is_frozen", "is_opened"
_FREE, _SAME = "is_free", "is_same"
_WAS = "_before"


def place_rows(
    new: pl.DataFrame,
    old: pl.DataFrame,
    changed: pl.DataFrame | None,
    *,
    egress: Egress,
    rule: Rule,
    batch: Batch,
    retired: Mapping[str, Set[str]],
    staying: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Every key of the two frames with its place; frames have the same types in the key.

    Rows whose key is among ``staying`` are not renewed, whoever changed in them.
    """
    key, people = list(egress.table.key), person_counts(egress.table)
    told = [*key, "status", *people] if people else key
    of_window = [is_frozen(egress, batch).alias(_FROZEN), is_opened(egress, batch).alias(_OPENED)]
    rows = new.select(*told, *of_window, pl.lit(value=True).alias(_NEW))
    was = old.select(*told, *of_window, pl.lit(value=True).alias(_OLD))
    both = rows.join(was, on=key, how="full", coalesce=True, suffix=_WAS).with_columns(
        pl.col(_NEW, _OLD).fill_null(value=False),
        *(pl.coalesce(name, f"{name}{_WAS}").alias(name) for name in (_FROZEN, _OPENED)),
        _is_retired(egress, retired).alias(IS_RETIRED),
    )
    both = both.join(_known_changes(changed, key, both.schema, rule), on=key, how="left")
    both = both.with_columns(
        pl.col(_FREE).fill_null(value=False),
        # Renewed, they would tell apart the rows in which a few people changed: those carried.
        pl.col(_SAME).fill_null(value=False) & pl.lit(not batch.is_restating),
    )
    if staying is not None:
        both = _not_renewed(both, staying, key)
    if people and rule.mode is Mode.EXACT:
        both = both.with_columns(pl.col(_FREE) & _moves_enough(people, rule))
    placed = both.with_columns(_row_by_row().alias(PLACE))
    if people:
        shown = {WAS_SHOWN: f"status{_WAS}", IS_SHOWN: "status"}
        known = placed.with_columns(
            (pl.col(status) == "ok").fill_null(value=False).alias(name)
            for name, status in shown.items()
        )
        placed = hold_together(known, egress, rule)
    return placed.select(*key, PLACE).sort(key)


def _known_changes(
    changed: pl.DataFrame | None, key: list[str], schema: Mapping[str, pl.DataType], rule: Rule
) -> pl.DataFrame:
    """By key: are 0 or enough people known to have changed against every earlier version; and

    has nobody against the newest.
    """
    kinds = {name: schema[name] for name in key}
    if changed is None:
        return pl.DataFrame(schema={**kinds, _FREE: pl.Boolean, _SAME: pl.Boolean})
    nobody = (pl.col("changed") == 0) & pl.col("is_exact")
    enough = pl.col("changed") >= rule.threshold
    alike = changed.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items())
    return alike.group_by(key).agg(
        (nobody | enough).all().alias(_FREE), (nobody & pl.col("is_newest")).any().alias(_SAME)
    )


def _not_renewed(both: pl.DataFrame, staying: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    alike = staying.select(pl.col(name).cast(both.schema[name]) for name in key).unique()
    marked = both.join(alike.with_columns(stays=True), on=key, how="left")
    moves = pl.col("stays").is_null()
    return marked.with_columns(pl.col(_FREE) & moves, pl.col(_OPENED) & moves).drop("stays")


def _moves_enough(people: list[str], rule: Rule) -> pl.Expr:
    """Counts printed as they are move by nobody, or by a threshold of people."""
    apart = ((pl.col(name) - pl.col(f"{name}{_WAS}")).abs() for name in people)
    return pl.all_horizontal(
        ((moved == 0) | (moved >= rule.threshold)).fill_null(value=True) for moved in apart
    )


def _is_retired(egress: Egress, retired: Mapping[str, Set[str]]) -> pl.Expr:
    words = [
        pl.col(name).cast(pl.String).is_in(sorted(retired[name]))
        for name in egress.table.key
        if retired.get(name)
    ]
    return pl.any_horizontal(words) if words else pl.lit(value=False)


def _row_by_row() -> pl.Expr:
    new, old, free = pl.col(_NEW), pl.col(_OLD), pl.col(_FREE)
    return (
        pl.when(pl.col(_FROZEN) & old)
        .then(pl.lit(Place.FROZEN))
        .when(pl.col(_FROZEN))
        .then(pl.lit(Place.LATE))
        .when(new & old & free & ~pl.col(_SAME))
        .then(pl.lit(Place.RENEWED))
        .when(new & ~old & (free | pl.col(_OPENED)))
        .then(pl.lit(Place.FIRST))
        .when(new & ~old)
        .then(pl.lit(Place.WITHHELD))
        .when(~new & ((free & ~pl.col(_SAME)) | pl.col(IS_RETIRED)))
        .then(pl.lit(Place.GONE))
        .otherwise(pl.lit(Place.CARRIED))
    )
