"""Building a bucket's features: each table where what it reads changed, and no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import core_name
from triggerscape.contract.deliveries import DELIVERED_PERIOD
from triggerscape.warehouse.build.bucket_views import BucketViews
from triggerscape.warehouse.build.rebuilding import Rebuilding
from triggerscape.warehouse.build.settling import FEATURES
from triggerscape.warehouse.build.state import BucketState, read_state, write_state
from triggerscape.warehouse.build.step import Built, Step
from triggerscape.warehouse.build.table_files import TableFiles
from triggerscape.warehouse.changes.change import ANYTHING, Change
from triggerscape.warehouse.changes.felt import felt_by, is_of_many
from triggerscape.warehouse.changes.pending import drop_pending, open_pending
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.lake import use_of
from triggerscape.warehouse.reference.tables import reference_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from triggerscape.settings import Settings
    from triggerscape.warehouse.lake import Lake
    from triggerscape.warehouse.ledger.deliveries import SiteDeliveries


def build_bucket(
    con: duckdb.DuckDBPyConnection,
    lake: Lake,
    bucket: int,
    steps: Sequence[Step],
    settings: Settings,
    *,
    deliveries: SiteDeliveries,
) -> list[Built]:
    """Build every step of a settled bucket that a change is felt by.

    The connection must hold the reference tables and may hold nothing else. A step is built whole
    when its SELECT, contract or definitions changed or a file of it is missing; for touched people
    only, from their first touched day on, when rows it reads changed. Either way the files are the
    same, byte for byte. ContractBroken when a SELECT gives other columns than its contract.
    """
    state = read_state(lake, bucket)
    uses = sorted({use_of(file) for files in state.accepted.values() for file in files})
    ledger = deliveries.open(con, uses)
    definitions = fingerprint(*reference_statements(settings))
    recipes = {step.name: step.recipe(definitions) for step in steps}
    files = {
        step.name: TableFiles(
            lake, step.contract, bucket, recipes[step.name], _known(state, step.name)
        )
        for step in steps
    }
    anew = {
        name for name in recipes if _is_to_be_made_anew(state, name, recipes[name], files[name])
    }
    changes = _changes(con, lake, bucket, state, ledger)
    if not (anew or changes):
        return [Built(step.name, bucket, was_built=False) for step in steps]
    state.unfinished = sorted({*state.unfinished, FEATURES})
    write_state(lake, bucket, state)
    views = _open_views(con, lake, bucket)
    outcomes, endings = [], _endings(steps)
    for step in steps:
        felt = ANYTHING if step.name in anew else felt_by(views, step, changes)
        if felt:
            work = Rebuilding(con, views, step, files[step.name])
            change = _rebuild(work, felt, is_ending=step.name in endings)
            if change:
                changes[step.name] = change
        views.know_built(step.contract)
        outcomes.append(Built(step.name, bucket, was_built=felt is not None))
    state.recipes.update(recipes)
    state.files.update({name: one.digests for name, one in files.items()})
    state.ledger[DELIVERED_PERIOD.name] = ledger[DELIVERED_PERIOD.name]
    state.unfinished, state.changed_whole = [], []
    write_state(lake, bucket, state)
    drop_pending(lake, bucket)
    return outcomes


def _known(state: BucketState, name: str) -> dict[str, str]:
    """The files of a table; of an unfinished bucket nobody knows which of them are new."""
    return {} if FEATURES in state.unfinished else state.files.get(name, {})


def _is_to_be_made_anew(state: BucketState, name: str, recipe: str, files: TableFiles) -> bool:
    """True for a table made by another SELECT, contract or definitions, or with a file missing."""
    # What is there is looked at in every case: what a killed run left half written goes.
    are_there = files.are_there()
    return FEATURES in state.unfinished or state.recipes.get(name) != recipe or not are_there


def _open_views(con: duckdb.DuckDBPyConnection, lake: Lake, bucket: int) -> BucketViews:
    views = BucketViews(con, lake, bucket)
    views.let_calendar_be_cut()
    views.open_people()
    return views


def _rebuild(work: Rebuilding, felt: Change, *, is_ending: bool) -> Change | None:
    """Rebuild a table as far as it feels what changed; gives back what differs from before."""
    if not felt.touched:
        return work.whole()
    if work.step.contract.day or not is_of_many(work.views, work.step, felt):
        return work.touched(felt.touched)
    return work.whole() if is_ending else work.everybody()


def _endings(steps: Sequence[Step]) -> set[str]:
    """Tables without days that no dated table reads, even through others.

    Of these nobody needs to know whose rows changed: where most people are touched, all of it is
    made anew at less cost than finding that out.
    """
    endings: set[str] = set()
    for step in reversed(steps):
        readers = [other for other in steps if step.name in other.inputs]
        if not step.contract.day and all(other.name in endings for other in readers):
            endings.add(step.name)
    return endings


def _changes(
    con: duckdb.DuckDBPyConnection,
    lake: Lake,
    bucket: int,
    state: BucketState,
    ledger: dict[str, str],
) -> dict[str, Change]:
    """What changed in core and in the ledger since the features were built."""
    changes = {
        core_name(contract): one for contract, one in open_pending(con, lake, bucket).items()
    }
    changes |= {core_name(contract): ANYTHING for contract in state.changed_whole}
    if state.ledger.get(DELIVERED_PERIOD.name) != ledger[DELIVERED_PERIOD.name]:
        changes[DELIVERED_PERIOD.name] = ANYTHING
    return changes
