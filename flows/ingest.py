"""Ingest: every delivered file staged, judged and split into accepted rows and refused ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.judging_files import judge_file, refused_whole
from flows.run import Run, StepOutcome
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import accepted_table
from triggerscape.delivery.arrival import Arrival, use_id
from triggerscape.delivery.door.staging import FileRefused, stage
from triggerscape.delivery.inbox import Delivery, Use, find_deliveries, uses_of
from triggerscape.delivery.mapping import IDENTIFIED
from triggerscape.warehouse import ledger
from triggerscape.warehouse.fingerprints import code_fingerprint, fingerprint
from triggerscape.warehouse.lake import write_parquet
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.statements import sql_folder

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

MOST_RULES = 3


@dataclass(frozen=True)
class _Desk:
    """What a site's files are judged with: the run, the ledger's file, a connection to judge in."""

    run: Run
    build: duckdb.DuckDBPyConnection
    con: duckdb.DuckDBPyConnection


def ingest(run: Run) -> StepOutcome:
    """Judge what is new or changed at every site; one site's trouble never stops another."""
    warnings = [_left_out(run, site) for site in _strangers(run)]
    files = rows_in = refused = 0
    for site in sorted(run.profiles):
        seen, rows, held, said = ingest_site(run, site)
        files, rows_in, refused = files + seen, rows_in + rows, refused + held
        warnings += said
    return StepOutcome(
        "ingest",
        "warning" if warnings else "ok",
        rows_in,
        rows_in - refused,
        refused,
        f"{files} files at {len(run.profiles)} sites",
        tuple(warnings),
    )


def ingest_site(run: Run, site: str) -> tuple[int, int, int, list[str]]:
    """Judge one site's files; gives back files, rows in, rows refused and what to say of them."""
    run.say(f"ingest {site}")
    warnings: list[str] = []
    with run.open_build() as build, run.connect() as con:
        desk = _Desk(run, build, con)
        for delivery in find_deliveries(run.workspace.inbox, site):
            if delivery.fault:
                warnings.append(f"site {site}, delivery {delivery.delivery_id}: {delivery.fault}")
            for file in delivery.files:
                warnings += _ingest_file(desk, delivery, file)
        warnings += _held_back(build, site) + _without_rows(build, site)
        files, rows, refused = build.execute(
            "SELECT count(*), coalesce(sum(rows_in), 0), coalesce(sum(rows_refused), 0) "
            "FROM ledger.file_use WHERE site_code = ?",
            [site],
        ).fetchall()[0]
    return int(files), int(rows), int(refused), warnings


def _strangers(run: Run) -> list[str]:
    """Sites with a folder or a profile we cannot work with."""
    folders = {folder.name for folder in run.workspace.inbox.iterdir() if folder.is_dir()}
    return sorted((folders | set(run.unreadable)) - set(run.profiles))


def _left_out(run: Run, site: str) -> str:
    if site in run.unreadable:
        return f"site {site} is left out: sites/{site}.toml has faults: {run.unreadable[site]}"
    return f"site {site} is left out: inbox/{site} has files but there is no sites/{site}.toml"


def _ingest_file(desk: _Desk, delivery: Delivery, file: Path) -> list[str]:
    uses = uses_of(file, desk.run.profiles[delivery.site_code])
    if not uses:
        name = f"site {delivery.site_code}, file {file.name}"
        return [f"{name}: its name begins with no contract ({', '.join(INPUTS)})"]
    for use in uses:
        _ingest_use(desk, delivery, file, use)
    return []


def _held_back(build: duckdb.DuckDBPyConnection, site: str) -> list[str]:
    """What the ledger says is held back of a site: whole files, then rows by the rules they broke.

    Said in every run until it is mended, not only when the file was new.
    """
    files = build.execute(
        "SELECT file_name, contract, sentence, file_rule FROM ledger.file_use "
        "WHERE site_code = ? AND file_rule <> '' ORDER BY ALL",
        [site],
    ).fetchall()
    said = [
        f"site {site}, file {name} as {contract} refused: {sentence} ({rule})"
        for name, contract, sentence, rule in files
    ]
    rules = build.execute(
        "SELECT rule, count(DISTINCT (use_id, source_row)) AS refused FROM ledger.quarantine "
        "JOIN ledger.file_use USING (use_id) WHERE site_code = ? "
        "GROUP BY rule ORDER BY refused DESC, rule",
        [site],
    ).fetchall()
    if rules:
        most = ", ".join(f"{rule} ({refused:,})" for rule, refused in rules[:MOST_RULES])
        more = f" and {len(rules) - MOST_RULES} rules more" if len(rules) > MOST_RULES else ""
        said.append(f"site {site}: rows held back by {most}{more}")
    return said


def _without_rows(build: duckdb.DuckDBPyConnection, site: str) -> list[str]:
    """Files of column names alone, unless a manifest came with them and says so."""
    files = build.execute(
        "SELECT file_name FROM ledger.file_use "
        "WHERE site_code = ? AND rows_in = 0 AND file_rule = '' AND NOT is_attested ORDER BY ALL",
        [site],
    ).fetchall()
    return [f"site {site}, file {name} holds column names and no rows" for (name,) in files]


def _ingest_use(desk: _Desk, delivery: Delivery, file: Path, use: Use) -> None:
    """Judge one use of a file and keep what passed; nothing to do when nothing changed."""
    run = desk.run
    file_use = use_id(delivery, file.name, use)
    sha256 = recipe = ""
    try:
        staged = stage(file, run.workspace.vault)
    except FileRefused as refusal:
        judged = refused_whole(refusal)
        _drop_accepted(run, use, file_use)
    else:
        arrival = Arrival(staged, delivery, use, run.profiles[delivery.site_code])
        sha256, recipe = staged.sha256, _recipe(run, arrival)
        if ledger.recipe_of_use(desk.build, file_use) == recipe:
            return
        judged = judge_file(desk.con, arrival)
        _drop_accepted(run, use, file_use)
        if not judged.file_rule:
            _keep_accepted(run, desk.con, arrival, recipe)
        if judged.file_rule == IDENTIFIED:
            # Not a byte of it stays; without a recipe it is looked at, and removed, every time.
            staged.path.unlink()
            recipe = ""
    record = ledger.FileUse(
        use_id=file_use,
        site_code=delivery.site_code,
        delivery_id=delivery.delivery_id,
        file_name=file.name,
        contract=use.contract,
        source_sha256=sha256,
        recipe=recipe,
        rows_in=judged.rows_in,
        rows_refused=judged.rows_refused,
        file_rule=judged.file_rule,
        sentence=judged.sentence,
        is_attested=delivery.is_attested,
        collected=" ".join(judged.collected),
        dropped=" ".join(judged.dropped),
    )
    ledger.record_use(desk.build, record, list(judged.refused))


def _recipe(run: Run, arrival: Arrival) -> str:
    """What the judgement of a file depends on: any change, and the file is judged again."""
    mapping = sql_folder() / "sources" / f"{arrival.use.mapping}.sql"
    return fingerprint(
        arrival.staged.sha256,
        arrival.profile.text,
        repr(arrival.table),
        mapping.read_text(encoding="utf-8") if arrival.use.mapping and mapping.is_file() else "",
        repr(arrival.delivery.extracted_at),
        repr(arrival.promise),
        repr(arrival.delivery.is_of_other_site),
        str(run.buckets),
        code_fingerprint("triggerscape/delivery", "expectations"),
    )


def _drop_accepted(run: Run, use: Use, file_use: str) -> None:
    for bucket in range(run.buckets):
        run.lake.accepted_file(use.contract, bucket, file_use).unlink(missing_ok=True)


def _keep_accepted(run: Run, con: duckdb.DuckDBPyConnection, arrival: Arrival, recipe: str) -> None:
    """Write the kept rows of ``judged``, one file a bucket, in the order of people and rows.

    A bucket is a range of the 16-bit number at the head of person_id, so that buckets read one
    after the other come in the order of person_id.
    """
    columns = ", ".join(quoted(column.name) for column in accepted_table(arrival.table))
    place = f"bucket_number // {65536 // run.buckets}"
    for (bucket,) in con.execute(f"SELECT DISTINCT {place} FROM judged ORDER BY ALL").fetchall():
        select = (
            f"SELECT {columns} FROM judged WHERE {place} = {bucket} ORDER BY person_id, source_row"
        )
        target = run.lake.accepted_file(arrival.use.contract, bucket, arrival.use_id)
        write_parquet(con, select, target, recipe=recipe)
