"""Chains of releases made of a made-up study: as the gate lets them leave, and naively.

Each period closes one calendar window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import polars as pl
from chain_world import World, people_behind, true_frames, window_start

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.population import POPULATION
from triggerscape.disclosure.chain.attack import JOINTLY
from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.chain.hold import HoldReport
from triggerscape.disclosure.chain.kept import origins
from triggerscape.disclosure.chain.released import Released
from triggerscape.disclosure.chain.settle import Before, settle
from triggerscape.disclosure.chain.told import Told, told
from triggerscape.disclosure.egress.catalogue import egress_of, rule_of
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule

TABLES = (POPULATION, BURDEN_SITE_WINDOW)
EGRESS = {table.name: egress_of(table.name) for table in TABLES}
RULE = Rule(threshold=11, rounding_base=5)
_MEASURES = pl.DataFrame({"measure_id": ["mmd_mean"], "unit": ["d/(28.d)"]})


@dataclass
class Chain:
    """Releases in order, with what is known only inside: true counts, who stood behind rows."""

    releases: list[Released] = field(default_factory=list)
    counts: list[dict[str, pl.DataFrame]] = field(default_factory=list)
    people: list[dict[str, pl.DataFrame]] = field(default_factory=list)
    origins: list[dict[str, pl.DataFrame]] = field(default_factory=list)
    changed: list[dict[str, pl.DataFrame]] = field(default_factory=list)
    rows: list[HoldReport] = field(default_factory=list)
    known: list[Told] = field(default_factory=list)
    rounds: list[int] = field(default_factory=list)


def held_chain(
    of: World,
    *,
    restated: tuple[int, ...] = (6,),
    joint_periods: tuple[int, ...] = (6, 11),
    jointly: int = JOINTLY,
) -> Chain:
    """The chain as the gate lets it leave.

    In ``joint_periods`` releases are attacked by all sums together, in others one after the other.
    """
    chain = Chain()
    for period in range(of.periods):
        people = people_behind(of, period)
        true = true_frames(people, of)
        protected = {t.name: protect(true[t.name], t, rule_of(t, RULE)) for t in TABLES}
        before = chain.releases[-1] if chain.releases else None
        batch = Batch(
            closed_through=window_start(period) + timedelta(days=27),
            before_through=before.closed_through if before else None,
            is_restating=period in restated,
        )
        changed = changed_since(chain, people)
        settled = settle(
            protected,
            true,
            changed,
            EGRESS,
            RULE,
            batch=batch,
            as_of=batch.closed_through,
            before=Before(chain.releases, chain.counts, chain.known),
            jointly=jointly if period in joint_periods else 0,
        )
        frames, report = settled.frames, settled.rows
        name = f"{window_start(period)}.1"
        newest = chain.origins[-1] if chain.origins else {}
        chain.origins.append(origins(frames, report.carried, newest, EGRESS, name))
        chain.counts.append(settled.counts)
        chain.rounds.append(settled.rounds)
        chain.people.append(people)
        chain.changed.append(changed)
        chain.rows.append(report)
        chain.releases.append(released(frames, name, batch))
        chain.known = told(chain.releases, chain.counts, chain.known)
    return chain


def naive_chain(of: World, print_: Callable[[pl.DataFrame, str], pl.DataFrame]) -> Chain:
    """Every release worked out by itself, as if it were the only one."""
    rule = RULE if print_ is rounded else replace(RULE, mode=Mode.EXACT)
    chain = Chain()
    for period in range(of.periods):
        people = people_behind(of, period)
        true = true_frames(people, of)
        frames = {n: print_(frame, n) for n, frame in true.items()}
        batch = Batch(window_start(period) + timedelta(days=27), None, is_restating=True)
        chain.counts.append({n: _only_counts(true[n], n) for n in true})
        chain.people.append(people)
        chain.releases.append(released(frames, f"{window_start(period)}.1", batch, rule))
    return chain


def rounded(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Protected and rounded, row by row."""
    table = egress_of(name).table
    return protect(frame, table, rule_of(table, RULE))


def as_counted(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """As it is, small groups hidden."""
    few = pl.col("n_people") < RULE.threshold
    numbers = [c for c in ("n_people", "estimate", "n_days") if c in frame.columns]
    return frame.with_columns(
        *(pl.when(~few).then(pl.col(c)).alias(c) for c in numbers),
        pl.when(few).then(pl.lit("c")).otherwise(pl.lit("ok")).alias("status"),
    )


def released(
    frames: dict[str, pl.DataFrame], name: str, batch: Batch, rule: Rule = RULE
) -> Released:
    """The frames as the writer stamps them, but for dates that rows carried over bring along."""
    stamped = {}
    for table, frame in frames.items():
        dated = frame
        if "as_of_date" not in frame.columns:
            dated = frame.with_columns(as_of_date=pl.lit(None, pl.Date))
        stamped[table] = dated.with_columns(
            pl.col("as_of_date").fill_null(batch.closed_through), release_id=pl.lit(name)
        )
    return Released(
        name,
        {**stamped, "pub.dim_measure": _MEASURES},
        rule,
        closed_through=batch.closed_through,
        is_restated=batch.is_restating,
    )


def changed_since(chain: Chain, people: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """People changed in each row since every version readers saw, counted one by one."""
    number = {release.release_id: place for place, release in enumerate(chain.releases)}
    found = {}
    for table in TABLES:
        key = list(table.key)
        now = people[table.name]
        seen = [one[table.name] for one in chain.origins]
        rows = pl.concat([now.select(key), *(one.select(key) for one in seen)]).unique()
        newest = seen[-1] if seen else rows.clear().with_columns(origin=pl.lit(""))
        versions = pl.concat([*seen, newest]).unique().sort(*key, "origin")
        parts = []
        for (origin,), of_origin in versions.group_by("origin", maintain_order=True):
            then = chain.people[number[str(origin)]][table.name]
            marks = of_origin.select(key).join(
                newest.filter(pl.col("origin") == origin).select(key).with_columns(is_newest=True),
                on=key,
                how="left",
            )
            parts.append(_changed(then, now, marks.fill_null(value=False), key))
        absent = rows.join(newest, on=key, how="anti").with_columns(is_newest=pl.lit(value=True))
        parts.append(_changed(now.clear(), now, absent, key))
        found[table.name] = pl.concat(parts)
    return found


def _changed(
    then: pl.DataFrame, now: pl.DataFrame, rows: pl.DataFrame, key: list[str]
) -> pl.DataFrame:
    told = [*key, "person", "digest"]
    both = then.select(told).join(
        now.select(told), on=[*key, "person"], how="full", coalesce=True, suffix="_now"
    )
    other = both.filter(pl.col("digest").ne_missing(pl.col("digest_now")))
    counted = other.group_by(key).agg(changed=pl.len().cast(pl.Int64))
    return rows.join(counted, on=key, how="left").select(
        *key, pl.col("changed").fill_null(0), pl.lit(value=True).alias("is_exact"), "is_newest"
    )


def _only_counts(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    egress = egress_of(name)
    return frame.select(*{*egress.table.key, egress.window_column} - {""}, "n_people")
