"""A release beside those that left before: what is due, what is held, what is kept for later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.chain.hold import HoldReport
from triggerscape.disclosure.chain.kept import COUNTS, ORIGINS, keep, origins, read_kept
from triggerscape.disclosure.chain.released import Released, retired_words
from triggerscape.disclosure.chain.settle import Before, settle
from triggerscape.disclosure.chain.since import changes_since
from triggerscape.disclosure.contributions.sample import keep_sample
from triggerscape.disclosure.egress.catalogue import EVERY_EGRESS
from triggerscape.disclosure.egress.spec import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from triggerscape.disclosure.gate.behind import Behind
    from triggerscape.disclosure.rule import Rule

EGRESS = {egress.table.name: egress for egress in EVERY_EGRESS}


@dataclass(frozen=True)
class Held:
    """What may leave after the releases before: frames by table, and what became of their rows.

    ``counts`` and ``changed`` stay behind: true counts by table, and per row how many people are
    known to have changed since each version that readers have seen.
    """

    frames: dict[str, pl.DataFrame]
    rows: HoldReport
    counts: dict[str, pl.DataFrame]
    changed: dict[str, pl.DataFrame]


def held(
    tables: Mapping[str, pl.DataFrame],
    behind: Behind,
    earlier: Sequence[Released],
    rule: Rule,
    *,
    batch: Batch,
    as_of: date,
) -> Held:
    """Protected facts and reference tables, held to what the releases before have shown."""
    changed = {
        name: changes_since(
            behind.vault,
            [one.release_id for one in earlier],
            name,
            behind.samples[name],
            _keys(tables[name], earlier[-1].frames.get(name), EGRESS[name].table.key),
        )
        for name in tables
        if earlier and name in behind.samples
    }
    kept = [read_kept(behind.vault, one.release_id, COUNTS) for one in earlier]
    settled = settle(
        {name: frame for name, frame in tables.items() if name in EGRESS},
        behind.true,
        changed,
        EGRESS,
        rule,
        batch=batch,
        as_of=as_of,
        before=Before(earlier, kept if all(kept) else ()),
        retired=retired_words(earlier[-1].frames, tables) if earlier else {},
    )
    return Held(settled.frames, settled.rows, settled.counts, changed)


def keep_behind(
    held_rows: Held, behind: Behind, earlier: Sequence[Released], release_id: str
) -> None:
    """Keep in the vault what the gates of later releases need: counts, origins, samples."""
    newest = read_kept(behind.vault, earlier[-1].release_id, ORIGINS) if earlier else {}
    facts = {n: f for n, f in held_rows.frames.items() if EGRESS[n].period is not Period.NONE}
    came = origins(facts, held_rows.rows.carried, newest, EGRESS, release_id)
    keep(behind.vault, release_id, COUNTS, held_rows.counts)
    keep(behind.vault, release_id, ORIGINS, came)
    for name, sample in sorted(behind.samples.items()):
        keep_sample(behind.vault, release_id, name, sample)


def _keys(now: pl.DataFrame, before: pl.DataFrame | None, key: Sequence[str]) -> pl.DataFrame:
    keys = now.select(key)
    if before is None or not {*key} <= {*before.columns}:
        return keys.unique(maintain_order=True)
    old = before.select(pl.col(name).cast(kind) for name, kind in keys.schema.items())
    return pl.concat([keys, old]).unique(maintain_order=True)
