"""Settling a bucket: the fates of its accepted rows, and whose rows in use changed by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import DAY_OF, accepted_table, fate_table
from triggerscape.contract.deliveries import FULL_DELIVERY, KEY_VARIANT
from triggerscape.delivery.versions import fate_sql
from triggerscape.warehouse.blocks import BEGINNING
from triggerscape.warehouse.build.bucket_views import BucketViews
from triggerscape.warehouse.build.rebuilding import Rebuilding
from triggerscape.warehouse.build.state import (
    BucketState,
    accepted_now,
    is_same_file,
    read_state,
    write_state,
)
from triggerscape.warehouse.build.step import Built, Step
from triggerscape.warehouse.build.table_files import TableFiles
from triggerscape.warehouse.changes.change import Change, people_of
from triggerscape.warehouse.changes.pending import keep_pending
from triggerscape.warehouse.lake import use_of
from triggerscape.warehouse.ledger.arrived_rows import view_of_arrived
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts
from triggerscape.warehouse.statements import tables_read

if TYPE_CHECKING:
    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.warehouse.lake import Lake
    from triggerscape.warehouse.ledger.deliveries import SiteDeliveries

FATES, FEATURES = "fates", "features"


@dataclass(frozen=True)
class News:
    """What is new about one contract of a bucket since its fates were last settled."""

    contract: str
    added: tuple[str, ...]  # files of accepted rows
    full_days: tuple[str, ...]  # SELECTs of site and first day of new full deliveries
    is_uncertain: bool  # rows are gone, or nobody knows what was there: anything may have changed
    is_other: bool  # keys or the rules of versions changed: every fate is settled anew

    @property
    def is_any(self) -> bool:
        """True when there is anything to settle."""
        return bool(self.added or self.full_days or self.is_uncertain or self.is_other)


def settle_bucket(
    con: duckdb.DuckDBPyConnection, lake: Lake, bucket: int, deliveries: SiteDeliveries
) -> list[Built]:
    """Bring the fates of a bucket's accepted rows up to date, where something came or went.

    The connection must hold the reference tables and may hold nothing else: each bucket sees only
    its own files, and of the deliveries only those of the sites in its files. Whose rows in use
    changed is kept beside the bucket until the features are built.
    """
    before = read_state(lake, bucket)
    accepted = {
        name: accepted_now(lake, name, bucket, before.accepted.get(name, {})) for name in INPUTS
    }
    uses = sorted({use_of(file) for files in accepted.values() for file in files})
    ledger = deliveries.open(con, uses)
    full_days = _full_days(con)
    steps = {contract: _fate_step(source) for contract, source in INPUTS.items()}
    state = BucketState(
        accepted,
        {**before.ledger, KEY_VARIANT.name: ledger[KEY_VARIANT.name]},
        full_days,
        {**before.recipes, **{step.name: step.recipe("") for step in steps.values()}},
        before.files,
        before.unfinished,
    )
    news = {
        name: _news(name, before, state, _files(lake, bucket, step, state))
        for name, step in steps.items()
    }
    if not any(one.is_any for one in news.values()):
        return [Built(step.name, bucket, was_built=False) for step in steps.values()]
    write_state(lake, bucket, BucketState())
    views = BucketViews(con, lake, bucket)
    views.let_calendar_be_cut()
    views.open_accepted()
    changes: dict[str, Change | None] = {}
    for contract, one in news.items():
        if one.is_any:
            files = _files(lake, bucket, steps[contract], state)
            changes[contract] = _settle(views, steps[contract], files, one)
            state.files[steps[contract].name] = files.digests
    keep_pending(con, lake, bucket, changes)
    state.unfinished = [stage for stage in before.unfinished if stage != FATES]
    uncertain = {contract for contract, change in changes.items() if change and not change.touched}
    state.changed_whole = sorted({*before.changed_whole, *uncertain})
    write_state(lake, bucket, state)
    return [Built(steps[c].name, bucket, was_built=one.is_any) for c, one in news.items()]


def _fate_step(source: Table) -> Step:
    sql = fate_sql(source)
    return Step(fate_table(source), sql, tables_read(sql))


def _files(lake: Lake, bucket: int, step: Step, state: BucketState) -> TableFiles:
    # Of an unfinished bucket nobody knows which of its files are new.
    known = {} if FATES in state.unfinished else dict(state.files.get(step.name, {}))
    return TableFiles(lake, step.contract, bucket, state.recipes[step.name], known)


def _full_days(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """For each contract the full deliveries of this bucket's sites: site, first day, and a mark."""
    rows = con.execute(
        "SELECT contract, site_code, from_date, md5(concat_ws(' ', delivery_id, to_date, "
        f"extracted_at)) FROM {FULL_DELIVERY.name} ORDER BY ALL"
    ).fetchall()
    found: dict[str, list[str]] = {contract: [] for contract in INPUTS}
    for contract, site, first, mark in rows:
        found[contract].append(f"{site} {first} {mark}")
    return found


def _news(contract: str, before: BucketState, now: BucketState, files: TableFiles) -> News:
    known, there = before.accepted.get(contract, {}), now.accepted[contract]
    full_known, full_there = before.full_days.get(contract, []), now.full_days[contract]
    name = fate_table(INPUTS[contract]).name
    return News(
        contract,
        tuple(sorted(set(there) - set(known))),
        tuple(sorted(set(full_there) - set(full_known))),
        FATES in before.unfinished
        or any(not is_same_file(seen, there.get(file)) for file, seen in known.items()),
        before.ledger.get(KEY_VARIANT.name) != now.ledger[KEY_VARIANT.name]
        or before.recipes.get(name) != now.recipes[name]
        or not set(full_known) <= set(full_there)
        or not files.are_there(),
    )


def _settle(views: BucketViews, step: Step, files: TableFiles, news: News) -> Change | None:
    """Settle the fates of one contract; gives back whose rows in use changed."""
    con = views.con
    con.execute(f"CREATE OR REPLACE TEMP TABLE fates_before AS FROM {step.name}")
    rebuilding = Rebuilding(con, views, step, files)
    if step.contract.day and not (news.is_uncertain or news.is_other):
        touched = people_of(con, "touched_fates", _touched(views, step, news))
        if touched:
            rebuilding.touched(touched.touched)
    else:
        rebuilding.whole()
    views.open_built(step.contract)
    if news.is_uncertain:
        return Change()
    return people_of(con, f"core_{news.contract}", _core_changes(views, step, news))


def _touched(views: BucketViews, step: Step, news: News) -> str:
    """SELECT of person and day of rows that came, and of days that a new full delivery is about."""
    accepted, day = accepted_table(INPUTS[news.contract]).name, quoted(step.contract.day)
    parts = [f"SELECT person_id, {day} AS day FROM ({_added(views, news)})"]
    for told in news.full_days:
        site, first, _ = told.split(" ")
        parts.append(
            f"SELECT DISTINCT person_id, DATE '{first}' FROM {accepted} "
            f"WHERE site_code = {sql_text(site)}"
        )
    return " UNION ALL ".join(parts)


def _core_changes(views: BucketViews, step: Step, news: News) -> str:
    """SELECT of person and day of every row that came into use, went out of it, or came back."""
    day = DAY_OF.get(news.contract)
    dated = quoted(day) if day else f"DATE '{BEGINNING}'"
    old, new = "FROM fates_before", f"FROM {step.name}"
    uses = sql_texts(["", *sorted({use_of(file) for file in news.added})])
    return (
        f"SELECT person_id, {dated} AS day FROM ({_added(views, news)}) "
        f"ANTI JOIN {step.name} USING (person_id, use_id, source_row) "
        f"UNION ALL SELECT person_id, {dated} FROM "
        f"(({old} EXCEPT ALL {new}) UNION ALL ({new} EXCEPT ALL {old})) "
        f"WHERE use_id NOT IN ({uses})"
    )


def _added(views: BucketViews, news: News) -> str:
    source = INPUTS[news.contract]
    files = views.lake.accepted_files(news.contract, views.bucket)
    return view_of_arrived(
        [file for file in files if file.name in news.added], accepted_table(source)
    )
