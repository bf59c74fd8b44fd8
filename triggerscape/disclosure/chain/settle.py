"""A release that withstands the attacks across releases: what they find is carried over instead.

The hold rule looks at one row at a time. Rows that add up can still tell of a few people together:
with a whole that moved and parts that did not, the last part is known. Such a row is carried over
like one in which few changed, and the release is attacked again; in the end nothing changes at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from triggerscape.disclosure.attack.findings import Report
from triggerscape.disclosure.chain.attack import JOINTLY, attack_chain
from triggerscape.disclosure.chain.hold import NOTHING, HoldReport, hold
from triggerscape.disclosure.chain.kept import true_counts
from triggerscape.disclosure.chain.released import Released, last_printed
from triggerscape.disclosure.chain.told import told
from triggerscape.disclosure.egress.spec import Period
from triggerscape.disclosure.rule import person_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from datetime import date

    from triggerscape.disclosure.chain.batches import Batch
    from triggerscape.disclosure.chain.told import Told
    from triggerscape.disclosure.egress.spec import Egress
    from triggerscape.disclosure.rule import Rule

_MOST_ROUNDS = 12
NO_FRAMES: Mapping[str, pl.DataFrame] = {}


@dataclass(frozen=True)
class Before:
    """The releases that left, oldest first, and of each what is ``kept``: true counts by table.

    ``kept`` is empty where they are not known of every release.
    ``known``, where it is at hand, is ``told`` of them.
    """

    releases: Sequence[Released] = ()
    kept: Sequence[Mapping[str, pl.DataFrame]] = ()
    known: Sequence[Told] = ()


@dataclass(frozen=True)
class Settled:
    """What may leave: frames as ``hold`` gives them, what became of rows, the last attack.

    ``counts`` are true counts by table, to be kept; ``known`` what readers then know of each
    release; ``rounds`` how often it was attacked.
    """

    frames: dict[str, pl.DataFrame]
    rows: HoldReport
    report: Report
    counts: dict[str, pl.DataFrame]
    known: Sequence[Told]
    rounds: int


def settle(
    new: Mapping[str, pl.DataFrame],
    true: Mapping[str, pl.DataFrame],
    changed: Mapping[str, pl.DataFrame],
    egress: Mapping[str, Egress],
    rule: Rule,
    *,
    batch: Batch,
    as_of: date,
    before: Before,
    retired: Mapping[str, Set[str]] = NOTHING,
    jointly: int = JOINTLY,
) -> Settled:
    """Hold, attack, and hold more, until no attack across releases succeeds.

    ``new`` are protected frames, ``true`` the same before protection, ``as_of`` the date of the
    release; the others as for ``hold``.
    The report has findings only where carrying over everything would not help.
    """
    newest = before.releases[-1].frames if before.releases else {}
    printed = {name: last_printed(before.releases, egress[name].table) for name in new}
    last_counts = {name: frame for name, frame in printed.items() if frame is not None}
    stood = before.kept[-1] if before.kept else {}
    # Without the true counts of every release the attackers are readers, and nothing more.
    has_counts = len(before.kept) == len(before.releases)
    known = told(before.releases, before.kept if has_counts else None, before.known)
    staying: dict[str, pl.DataFrame] = {}
    rounds = 0
    while True:
        frames, rows = hold(
            new, newest, changed, egress, rule,
            batch=batch, printed=last_counts, retired=retired, staying=staying,
        )  # fmt: skip
        counts = {
            name: true_counts(true[name], stood.get(name), frame, egress[name], batch)
            for name, frame in frames.items()
            if egress[name].period is not Period.NONE and person_counts(egress[name].table)
        }
        if not before.releases:
            after = told([_as_released(frames, rule, batch, as_of)], [counts])
            return Settled(frames, rows, Report((), {}), counts, after, rounds)
        releases = [*before.releases, _as_released(frames, rule, batch, as_of, newest)]
        after = told(releases, [*before.kept, counts] if has_counts else None, known)
        report = attack_chain(releases, after, jointly=jointly)
        rounds += 1
        more = _rows_found(report, after[-1], frames, egress)
        grown = _together(staying, more)
        if report.is_safe or rounds == _MOST_ROUNDS or _size(grown) == _size(staying):
            return Settled(frames, rows, report, counts, after, rounds)
        staying = grown


def _as_released(
    frames: Mapping[str, pl.DataFrame],
    rule: Rule,
    batch: Batch,
    as_of: date,
    newest: Mapping[str, pl.DataFrame] = NO_FRAMES,
) -> Released:
    """The frames as readers will have them, under the name of the release about to leave."""
    stamped = {
        name: frame.with_columns(pl.col("as_of_date").fill_null(as_of))
        if "as_of_date" in frame.columns
        else frame
        for name, frame in frames.items()
    }
    words = {name: frame for name, frame in newest.items() if name.startswith("pub.dim_")}
    return Released(
        "this release",
        {**words, **stamped},
        rule,
        closed_through=batch.closed_through,
        is_restated=batch.is_restating,
    )


def _rows_found(
    report: Report, known: Told, frames: Mapping[str, pl.DataFrame], egress: Mapping[str, Egress]
) -> dict[str, pl.DataFrame]:
    """The rows to carry over: those of the cells found, or, where these stand, of their sums."""
    names = {finding.cell for finding in report.findings}
    system = known.system
    found = np.isin(np.array(system.names, dtype=object), list(names))
    # A finding about a mean names its row's count of people, which is a line.
    lines = known.lines.filter(
        pl.col("cell").is_in(np.flatnonzero(found)) | pl.col("line").is_in(sorted(names))
    )
    moving = lines.filter(~pl.col("is_carried"))
    told_by = [matrix for matrix in (system.sums, system.limits) if matrix.shape[0]]
    unmoved = found.copy()
    unmoved[moving["cell"].to_numpy()] = False
    beside = np.zeros(system.size, dtype=np.bool_)
    for matrix in told_by:
        ones = abs(matrix)
        through = np.asarray(ones @ unmoved.astype(np.float64)) > 0
        beside |= np.asarray(ones.T @ through.astype(np.float64)) > 0
    near = known.lines.filter(pl.col("cell").is_in(np.flatnonzero(beside)) & ~pl.col("is_carried"))
    rows = pl.concat([moving, near]).select("table", "at").unique()
    return {
        str(table): frames[str(table)].select(
            pl.col(egress[str(table)].table.key).gather(of_table["at"].sort())
        )
        for (table,), of_table in rows.group_by("table")
    }


def _together(
    staying: Mapping[str, pl.DataFrame], more: Mapping[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    return {
        name: pl.concat([f[name] for f in (staying, more) if name in f]).unique()
        for name in sorted({*staying, *more})
    }


def _size(staying: Mapping[str, pl.DataFrame]) -> int:
    return sum(frame.height for frame in staying.values())
