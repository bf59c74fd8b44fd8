"""What readers know of every count of a release, who have kept all releases before it.

Each printed count is a line. It is known to within its rounding where it was first printed, less
well where it may have stuck to an earlier print, and in a row carried over only as it was then,
fewer than a threshold of people having changed since. A frozen row speaks of its own day for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from triggerscape.disclosure.chain.across.bounds import bounds, carried_bounds, print_kinds
from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.chain.hold.periods import is_frozen
from triggerscape.disclosure.egress.catalogue import egress_of, rule_of
from triggerscape.disclosure.egress.placed import CELL, COUNT, NAME, ROW, Placed, place_cells
from triggerscape.disclosure.egress.reader.bounds import tells_enough
from triggerscape.disclosure.egress.rests import rests_of_rows
from triggerscape.disclosure.egress.view import release_system, true_counts
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import person_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triggerscape.disclosure.cells.system import FloatArray, IntArray, System
    from triggerscape.disclosure.chain.released import Released

LINE = "line"
_NEVER = date.max
_CARRIED, _FROZEN, _ENOUGH = "is_carried", "is_frozen", "is_enough"
_KNOWN = {"last": pl.Float64, "own_low": pl.Float64, "own_high": pl.Float64}
_BOUNDS = {"low": pl.Float64, "high": pl.Float64}


@dataclass(frozen=True)
class Told:
    """What is known of one release: a line per printed count, and the system of its cells.

    ``lines`` has, by ``line`` (the table, its whole key, the count), ``cell``, the ``name`` of the
    cell, the ``printed`` count, the one ``last`` printed up to now, bounds on the true count of the
    day the line was made (``own_low``, ``own_high``) and of the day it speaks of (``low``,
    ``high``), ``is_carried`` and ``is_frozen``, and the ``table`` and place (``at``) of its row.
    ``system`` has those bounds by cell, ``counts`` the true ones where they are known.
    """

    release_id: str
    lines: pl.DataFrame
    system: System
    counts: IntArray | None = None


def told(
    releases: Sequence[Released],
    kept: Sequence[Mapping[str, pl.DataFrame]] | None = None,
    known: Sequence[Told] = (),
) -> list[Told]:
    """What readers know of each release, oldest first, from its files and those before it.

    ``kept`` are the true counts of every release by table, as ``kept.true_counts`` gives them.
    ``known`` is what was worked out before of the first releases.
    """
    found = list(known)
    for number, release in enumerate(releases[len(found) :], start=len(found)):
        before = releases[number - 1] if number else None
        one = _tell(release, before, found[-1].lines if found else None)
        found.append(one if kept is None else replace(one, counts=_true(one, kept[number])))
    return found


def _true(known: Told, counts: Mapping[str, pl.DataFrame]) -> IntArray:
    frames = {
        name: frame if "status" in frame.columns else frame.with_columns(status=pl.lit("ok"))
        for name, frame in counts.items()
    }
    return true_counts(known.system, frames)


def _tell(release: Released, before: Released | None, lines: pl.DataFrame | None) -> Told:
    frames = {
        name: _of_today(frame)
        for name, frame in release.frames.items()
        if person_counts(egress_of(name).table)
    }
    placed = place_cells(frames)
    through = before.closed_through if before else None
    batch = Batch(release.closed_through or _NEVER, through, is_restating=release.is_restated)
    earlier = before.frames if before else {}
    marked = pl.concat(
        [_marked(name, release.frames[name], earlier.get(name), batch) for name in sorted(frames)]
    ).with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(ROW))
    printed = placed.cells.join(marked, on=ROW, maintain_order="left").select(
        "table",
        "at",
        CELL,
        NAME,
        pl.concat_str(LINE, "of", separator=" ").alias(LINE),
        pl.col(COUNT).cast(pl.Float64).alias("printed"),
        tells_enough().alias(_ENOUGH),
        _CARRIED,
        _FROZEN,
    )
    bounded = _bounded(printed, lines, release)
    return Told(release.release_id, bounded, _system(frames, placed, bounded, release))


def _of_today(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every row as of one day: carried rows stand for themselves today."""
    return frame.drop("as_of_date", strict=False)


def _marked(
    name: str, frame: pl.DataFrame, before: pl.DataFrame | None, batch: Batch
) -> pl.DataFrame:
    """Each row's name, and whether it stands as in the release before, and for good."""
    egress = egress_of(name)
    key = list(egress.table.key)
    words = [pl.format(f"{k}={{}}", pl.col(k).cast(pl.String)) for k in key]
    rows = frame.select(
        pl.concat_str([pl.lit(name), *words], separator=" ", ignore_nulls=True).alias(LINE),
        *key,
        is_frozen(egress, batch).alias(_FROZEN),
        pl.int_range(pl.len(), dtype=pl.Int64).alias("at"),
    )
    if before is None or not {*key} <= {*before.columns}:
        return rows.select(LINE, pl.lit(value=False).alias(_CARRIED), _FROZEN, "at")
    shared = [c for c in frame.columns if c in before.columns and c != "release_id"]
    # Rows are compared as they stand, their date among them: equal ones are the same version.
    same = frame.select(shared).join(before.select(shared), on=shared, how="semi", nulls_equal=True)
    is_same = same.select(key).with_columns(pl.lit(value=True).alias(_CARRIED))
    return rows.join(is_same, on=key, how="left", maintain_order="left").select(
        LINE, pl.col(_CARRIED).fill_null(value=False), _FROZEN, "at"
    )


def _bounded(printed: pl.DataFrame, before: pl.DataFrame | None, release: Released) -> pl.DataFrame:
    earlier = pl.DataFrame(schema={LINE: pl.String, **_KNOWN, **_BOUNDS})
    if before is not None:
        earlier = before.select(earlier.columns)
    both = printed.join(earlier, on=LINE, how="left", suffix="_before", maintain_order="left")
    parts = [
        _bounded_by_rule(rows, release, str(table))
        for (table,), rows in both.group_by("table", maintain_order=True)
    ]
    return pl.concat(parts) if parts else both


def _bounded_by_rule(rows: pl.DataFrame, release: Released, table: str) -> pl.DataFrame:
    rule = rule_of(egress_of(table).table, release.rule)
    now, last = (_numbers(rows, name) for name in ("printed", "last"))
    low, high = bounds(now, print_kinds(now, last), rule)
    low = np.where(rows[_ENOUGH].to_numpy(), np.maximum(low, float(rule.threshold)), low)
    stands = rows["is_carried"].to_numpy() & rows["own_low"].is_not_null().to_numpy()
    own_low = np.where(stands, _numbers(rows, "own_low"), low)
    own_high = np.where(stands, _numbers(rows, "own_high"), high)
    then_low, then_high = carried_bounds(own_low, own_high, rule)
    for_good = stands & rows["is_frozen"].to_numpy()
    low = np.where(stands, then_low, low)
    high = np.where(stands, then_high, high)
    kept = (LINE, CELL, NAME, "printed", _ENOUGH, _CARRIED, _FROZEN, "table", "at")
    return rows.select(kept).with_columns(
        pl.Series("last", np.where(np.isnan(now), last, now)).fill_nan(None),
        pl.Series("own_low", own_low),
        pl.Series("own_high", own_high),
        pl.Series("low", np.where(for_good, _numbers(rows, "low"), low)),
        pl.Series("high", np.where(for_good, _numbers(rows, "high"), high)),
    )


def _system(
    frames: Mapping[str, pl.DataFrame], placed: Placed, lines: pl.DataFrame, release: Released
) -> System:
    """The system of the release with what is known of its cells in place of what it prints."""
    counts = {name: person_counts(egress_of(name).table) for name in frames}
    unprinted = {
        name: frame.with_columns(pl.lit(None, pl.Int64).alias(c) for c in counts[name])
        for name, frame in frames.items()
    }
    system = release_system(unprinted, release.rule)
    by_cell = (
        lines.group_by(CELL)
        .agg(
            pl.col("low").max(),
            pl.col("high").min(),
            pl.col("printed").is_null().all(),
            pl.col(_ENOUGH).any(),
            (pl.col(_CARRIED) & ~pl.col(_FROZEN)).any(),
        )
        .sort(CELL)
    )
    is_unprinted = by_cell["printed"].to_numpy()
    is_hidden = is_unprinted & ~by_cell[_ENOUGH].to_numpy()
    rests = rests_of_rows(placed)
    # That a rest was large enough is said of the day its row was made.
    is_past = is_hidden | by_cell[_CARRIED].to_numpy()
    low = np.concatenate([by_cell["low"].to_numpy(), rests.low(is_past, release.rule)])
    high = np.concatenate([by_cell["high"].to_numpy(), np.full(rests.size, np.inf)])
    no_rest = np.ones(rests.size, dtype=np.bool_)
    if release.rule.mode is Mode.EXACT:
        # Where part and whole are printed as counted, so is what is left of the whole.
        no_rest = is_unprinted[rests.whole] | is_unprinted[rests.part]
        left = low[rests.whole] - low[rests.part]
        low[is_hidden.size :] = np.where(no_rest, low[is_hidden.size :], left)
        high[is_hidden.size :] = np.where(no_rest, high[is_hidden.size :], left)
    return replace(
        system,
        low=np.minimum(low, high),
        high=np.maximum(low, high),
        is_hidden=np.concatenate([is_hidden, no_rest]),
    )


def _numbers(rows: pl.DataFrame, name: str) -> FloatArray:
    return np.asarray(rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy(), np.float64)
