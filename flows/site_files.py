"""The files of one site, each staged and judged unless it and its rules are as they were."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.judging import WITHDRAWN
from expectations.judging_files import Bench, JudgedFile, judge_file, refused_whole
from expectations.measures.measuring import measure
from flows.shelf import Shelf, shelf_of
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.arrival import Arrival, use_id
from triggerscape.delivery.door.staging import OURS, SourceUnreadable
from triggerscape.delivery.inbox import Delivery, Use, find_deliveries, unreadable, uses_of
from triggerscape.delivery.privacy.person_keys import key_id
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.sent_names import sent_name
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.warehouse.fingerprints import code_fingerprint, fingerprint
from triggerscape.warehouse.ledger import ledger
from triggerscape.warehouse.ledger.deliveries import record_delivery, record_version
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.statements import sql_folder
from triggerscape.withdrawal.people.tombstones import folds_of

if TYPE_CHECKING:
    import duckdb

    from flows.run import Run
    from triggerscape.delivery.door.confined import ConfinedReader
    from triggerscape.quality.file_measures import Measure

# Of a file that tells who people are, not even the bytes are kept.
_TELLING = ("file.identifiers", "privacy.")
# The machine may have been at fault, short of memory or busy: such a file is opened in every run.
_UNFINISHED = ("file.crashed", "file.too_slow")
CHANGED_AGAIN = "it changed while it was read; left for the next run"


@dataclass(frozen=True)
class _Desk:
    """What a site's files are judged with."""

    run: Run
    build: duckdb.DuckDBPyConnection
    bench: Bench
    shelf: Shelf


def judge_site_files(
    run: Run, site: str, reader: ConfinedReader, key: bytes, growing: frozenset[Path]
) -> list[str]:
    """Judge one site's files; gives back what to say of its deliveries.

    What is kept waits in the lake until the review of all files takes it in.
    """
    warnings: list[str] = []
    folder = run.workspace.vault / "judging"
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left holds rows
    try:
        deliveries = find_deliveries(run.workspace.inbox, site, growing)
    except OSError as error:
        if error.errno in OURS:
            raise
        name = Path(str(error.filename or site)).name
        return [f"site {site}: {unreadable(name, error)}"]
    with run.open_build() as build, run.connect_to_judge() as con:
        shelf = shelf_of(run.profiles[site], deliveries, run.workspace.vault)
        withdrawn = folds_of(run.workspace.vault, site)
        bench = Bench(con, reader, folder, key, run.buckets, withdrawn)
        desk = _Desk(run, build, bench, shelf)
        for listed in deliveries:
            delivery = shelf.settled(listed)
            warnings += delivery.sentences
            if delivery.files:
                record_delivery(build, delivery.record)
            for file in delivery.files:
                warnings += _judge_uses(desk, delivery, file)
        shelf.forget_resources()
    return warnings


def _judge_uses(desk: _Desk, delivery: Delivery, file: Path) -> list[str]:
    uses = uses_of(file, desk.run.profiles[delivery.site_code])
    if not uses:
        name = f"site {delivery.site_code}, file {file.name}"
        return [f"{name}: its name begins with no contract ({', '.join(INPUTS)})"]
    for use in uses:
        try:
            is_judged = _judge_use(desk, delivery, file, use)
        finally:
            shutil.rmtree(desk.bench.folder, ignore_errors=True)
        if not is_judged:
            return [f"site {delivery.site_code}, file {file.name}: {CHANGED_AGAIN}"]
    return []


def _judge_use(desk: _Desk, delivery: Delivery, file: Path, use: Use) -> bool:
    """Judge one use of a file and keep what passed; nothing to do when nothing changed.

    False, and all as it was before, where the file changed under our hands.
    """
    run = desk.run
    file_use = use_id(delivery, sent_name(file), use)
    sha256 = recipe = ""
    arrival = None
    try:
        staged = desk.shelf.staged(file)
        beside = desk.shelf.beside(use)
    except SourceUnreadable:  # one it looks into; the delivery of that one says why
        return True
    except FileRefused as refusal:
        if refusal.rule == "file.growing":
            return False
        judged = refused_whole(refusal)
    else:
        profile = run.profiles[delivery.site_code]
        arrival = Arrival(staged, delivery, use, profile, beside)
        sha256, recipe = staged.sha256, recipe_of(run, arrival, desk.bench.key)
        if ledger.recipe_of_use(desk.build, file_use) == recipe:
            return True
        record_version(desk.build, file_use, sha256)
        desk.bench.folder.mkdir(mode=0o700, parents=True)
        judged = judge_file(desk.bench, arrival, recipe=recipe)
        if judged.file_rule.startswith(_TELLING):
            # Without a recipe it is looked at, and removed, every time.
            staged.path.unlink()
            recipe = ""
        elif judged.file_rule in _UNFINISHED:
            recipe = ""
    measures = measure_judged(desk.bench.con, arrival, judged) if arrival else []
    # A run killed from here on may leave rows of either version; the file may go back to the old.
    ledger.forget_recipe(desk.build, file_use)
    run.lake.drop_use(use.contract, file_use)
    record = ledger.FileUse(
        use_id=file_use,
        site_code=delivery.site_code,
        delivery_id=delivery.delivery_id,
        file_name=sent_name(file),
        contract=use.contract,
        source_sha256=sha256,
        recipe=recipe,
        rows_in=judged.rows_in,
        rows_refused=judged.rows_refused,
        rows_repeated=judged.rows_repeated,
        file_rule=judged.file_rule,
        is_held=False,
        sentence=judged.sentence,
        rows_outside=judged.rows_outside,
        is_attested=delivery.is_attested,
        collected=" ".join(judged.collected),
        dropped=" ".join(judged.dropped),
    )
    for bucket, files in judged.parts.items():
        run.lake.keep_waiting(use.contract, bucket, file_use, files)
    ledger.record_use(
        desk.build,
        record,
        ledger.Refused(judged.refused_part, judged.misshapen, judged.column_of),
        measures,
    )
    return True


def measure_judged(
    con: duckdb.DuckDBPyConnection, arrival: Arrival, judged: JudgedFile
) -> list[Measure]:
    """The measures of a judged file, refused rows among them; none where no row was judged.

    Of rows of people who withdrew nothing is measured.
    """
    files = [*judged.refused_part, *(file for part in judged.parts.values() for file in part)]
    if not files:
        return []
    paths = ", ".join(sql_text(str(file)) for file in sorted(files))
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW judged AS FROM read_parquet([{paths}], "
        "union_by_name = true, hive_partitioning = false) "
        f"WHERE NOT coalesce(list_contains(broken, {sql_text(WITHDRAWN)}), false)"
    )
    return measure(con, arrival.table, arrival.profile)


def recipe_of(run: Run, arrival: Arrival, key: bytes) -> str:
    """What the judgement of a file depends on: any change, and the file is judged again."""
    return fingerprint(
        arrival.staged.sha256,
        arrival.profile.text,
        repr(INPUTS.get(arrival.use.contract)),
        _mapping_recipe(arrival),
        *(f"{kind} {one.sha256}" for kind, files in arrival.beside.items() for one in files),
        repr(arrival.delivery.extracted_at),
        repr(arrival.promise),
        repr(arrival.delivery.is_of_other_site),
        str(run.buckets),
        key_id(key),
        code_fingerprint("triggerscape/delivery", "expectations"),
    )


def _mapping_recipe(arrival: Arrival) -> str:
    """Everything in the folder of the site's format; of a mapping by itself, its text."""
    if arrival.use.table is not None:
        return read_format(str(arrival.profile.format)).recipe
    path = sql_folder() / "sources" / f"{arrival.use.mapping}.sql"
    return path.read_text(encoding="utf-8") if arrival.use.mapping and path.is_file() else ""
