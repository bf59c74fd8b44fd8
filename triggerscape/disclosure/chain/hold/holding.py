"""What a new release may show of each row, after what the releases before it have shown.

A row of the whole study, and a restated one, is worked out anew only if nobody changed in it or at
least a threshold of people did; else it is carried over as it stands, with the date of its own
release. The same decides whether a row may appear or vanish. A row of a closed window is carried
over for good. Where nothing is known of who changed, a row is carried over, or not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.chain.hold.carried import DATED, as_today, is_comparable
from triggerscape.disclosure.chain.hold.periods import only_closed
from triggerscape.disclosure.chain.hold.places import PLACE, Place
from triggerscape.disclosure.chain.hold.placing import place_rows
from triggerscape.disclosure.chain.hold.prints import keep_prints, last_prints
from triggerscape.disclosure.egress.spec import Egress, Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from triggerscape.disclosure.chain.batches import Batch
    from triggerscape.disclosure.rule import Rule

NOTHING: Mapping[str, Set[str]] = {}


@dataclass(frozen=True)
class HoldReport:
    """What became of the rows, and which were carried over or are frozen.

    ``rows`` counts, per table, the rows of each ``Place``, those ``waiting`` for their window to
    close, and those with ``kept_prints``: renewed, with a count printed as before.
    ``carried`` has, per table, the keys of the rows that stand as they did.
    """

    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    carried: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def total(self, what: str) -> int:
        """Rows of one kind over all tables."""
        return sum(kinds.get(what, 0) for kinds in self.rows.values())


def hold(
    new: Mapping[str, pl.DataFrame],
    before: Mapping[str, pl.DataFrame],
    changed: Mapping[str, pl.DataFrame],
    egress: Mapping[str, Egress],
    rule: Rule,
    *,
    batch: Batch,
    printed: Mapping[str, pl.DataFrame] | None = None,
    retired: Mapping[str, Set[str]] = NOTHING,
    staying: Mapping[str, pl.DataFrame] | None = None,
) -> tuple[dict[str, pl.DataFrame], HoldReport]:
    """The frames that may be published, by table, sorted by key, and what became of their rows.

    ``new`` are protected frames, ``before`` those of the newest release as read from its files
    (nothing in it: a first release). ``changed`` has, per table, its key, ``changed`` (the fewest
    people who can have changed), ``is_exact`` and ``is_newest``: a key stands there once for every
    earlier version of its row, ``is_newest`` for the one in ``before``. ``printed`` has, per table,
    its key and the people counts last printed of it in any release: hidden or absent in the newest,
    they still bind. ``retired`` has, by key column, words that no longer exist: their rows go
    together, which tells of nobody. ``staying`` has, per table, keys of rows that must not change
    for another reason. Rows carried over bring their ``as_of_date``; in all others it
    is null, for the writer to fill in.

    Raises:
        DisclosureRefused: a table has another key than before and nobody asked for a restatement; a
            row of a closed window does not say of which.
    """
    frames: dict[str, pl.DataFrame] = {}
    rows: dict[str, Mapping[str, int]] = {}
    carried: dict[str, pl.DataFrame] = {}
    for name, frame in new.items():
        spec, old = egress[name], before.get(name)
        if spec.period is Period.NONE:
            frames[name] = frame
            continue
        closed = _undated(only_closed(frame, spec, batch), spec)
        waiting = frame.height - closed.height
        if old is None or not is_comparable(old, spec.table, is_restating=batch.is_restating):
            frames[name] = closed.sort(spec.table.key)
            rows[name] = _counted({Place.FIRST: closed.height, "waiting": waiting})
            continue
        own = spec.rule(rule)
        today = as_today(old, closed, spec.table, own)
        closed = closed.cast(today.schema)
        placed = place_rows(
            closed,
            today,
            changed.get(name),
            egress=spec,
            rule=own,
            batch=batch,
            retired=retired,
            staying=(staying or {}).get(name),
        )
        last = last_prints(today, (printed or {}).get(name), closed, spec)
        anew = _at(closed, placed, spec, Place.RENEWED, Place.FIRST)
        kept, kept_prints = keep_prints(anew, last, spec.table, own)
        stands = _at(today, placed, spec, Place.CARRIED, Place.FROZEN)
        frames[name] = pl.concat([kept, stands.select(kept.columns)]).sort(spec.table.key)
        carried[name] = stands.select(spec.table.key)
        counted = dict(placed.group_by(PLACE).len().iter_rows())
        rows[name] = _counted({**counted, "waiting": waiting, "kept_prints": kept_prints})
    return frames, HoldReport(rows, carried)


def _at(frame: pl.DataFrame, placed: pl.DataFrame, egress: Egress, *places: Place) -> pl.DataFrame:
    wanted = placed.filter(pl.col(PLACE).is_in(list(places)))
    return frame.join(wanted, on=egress.table.key, how="semi")


def _undated(frame: pl.DataFrame, egress: Egress) -> pl.DataFrame:
    """The frame in the order of its contract, not stamped with any release."""
    names = [n for n in egress.table.column_names if n in frame.columns and n != "release_id"]
    if DATED not in egress.table.column_names:
        return frame.select(names)
    undated = frame.select(n for n in names if n != DATED)
    ordered = [n for n in egress.table.column_names if n in {*names, DATED}]
    return undated.with_columns(pl.lit(None, pl.Date).alias(DATED)).select(ordered)


def _counted(rows: Mapping[str, int]) -> dict[str, int]:
    return {str(kind): count for kind, count in sorted(rows.items()) if count}
