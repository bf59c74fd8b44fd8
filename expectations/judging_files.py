"""One delivered file against one contract: opened, landed, mapped, judged, split in two."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import duckdb

from expectations.foreign_files import job_of, keep_lines, map_foreign, table_of
from expectations.judging import REFUSED_PART, judged_sql, rules_of
from expectations.person_numbers import number_people
from triggerscape.contract.language import Kind
from triggerscape.delivery.door.landing import (
    forget_rejects,
    open_landed,
    rejected_rows,
    texts_at,
)
from triggerscape.delivery.inbox import LOOKED_UP
from triggerscape.delivery.mapping import header_of, map_columns
from triggerscape.delivery.privacy.identifier_names import refuse_identifiers
from triggerscape.delivery.privacy.tripwire_forms import BIRTH_DATE
from triggerscape.delivery.privacy.tripwires import tripwire_sql
from triggerscape.delivery.refusals import FileRefused
from triggerscape.faults.kinds import NO_MEMORY
from triggerscape.faults.recognising import fault_in
from triggerscape.warehouse.lake import MOST_WORDS
from triggerscape.warehouse.literals import sql_text, sql_texts

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.contract.language import Table
    from triggerscape.delivery.arrival import Arrival
    from triggerscape.delivery.door.confined import ConfinedReader
    from triggerscape.delivery.door.plain_copy import PlainCopy


# Larger groups of rows wait for memory, and the threads for each other.
_ROWS_OF_A_GROUP = 40_960


@dataclass(frozen=True)
class JudgedFile:
    """What became of a file.

    ``rows_outside`` are sound lines of a foreign file that give no row of this contract.
    ``parts`` are the files of its kept rows, by bucket; ``refused_part`` those of its refused
    rows, to be measured and thrown away; ``column_of`` tells the column of each rule. Where the
    file was refused as a whole, ``file_rule`` and ``sentence`` say why, and there are no parts.
    """

    rows_in: int
    rows_refused: int
    rows_repeated: int = 0
    misshapen: tuple[int, ...] = ()
    parts: dict[int, tuple[Path, ...]] = field(default_factory=dict)
    refused_part: tuple[Path, ...] = ()
    column_of: dict[str, str] = field(default_factory=dict)
    collected: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    file_rule: str = ""
    sentence: str = ""
    rows_outside: int = 0


@dataclass(frozen=True)
class Bench:
    """What files are judged with: where to ask, who opens files, where to put what comes out.

    ``key`` is the deployment's, from which person keys are made; ``withdrawn`` are the folds of
    the people of the site who withdrew.
    """

    con: duckdb.DuckDBPyConnection
    reader: ConfinedReader
    folder: Path
    key: bytes
    buckets: int
    withdrawn: frozenset[int] = frozenset()


class _CountsDiffer(Exception):
    """The engine split the copy into other rows than we did."""


def refused_whole(refusal: FileRefused) -> JudgedFile:
    """The record of a file none of which can be used: every row of it counts as refused."""
    return JudgedFile(refusal.rows, refusal.rows, file_rule=refusal.rule, sentence=refusal.sentence)


def judge_file(bench: Bench, arrival: Arrival, *, recipe: str = "") -> JudgedFile:
    """Judge every row of a staged file against the contract it feeds.

    ``recipe`` is written into the files of rows: what the judgement depended on.

    What is kept and what is refused lies in ``bench.folder`` afterwards; the caller empties it.
    """
    job = job_of(arrival.staged, arrival.profile, bench.folder / "copy", table_of(arrival))
    try:
        try:
            return _judge_copy(bench, arrival, bench.reader.copy(job), recipe)
        except _CountsDiffer:
            careful = replace(job, is_careful=True)
            return _judge_copy(bench, arrival, bench.reader.copy(careful), recipe)
    except _CountsDiffer as differ:
        rows = int(differ.args[0])
        return refused_whole(FileRefused("file.count", str(differ.args[1]), rows))
    except FileRefused as refusal:
        return refused_whole(refusal)


def _judge_copy(bench: Bench, arrival: Arrival, copy: PlainCopy, recipe: str) -> JudgedFile:
    rows = copy.shape.rows
    try:
        _refuse_strangers(arrival, rows)
        if arrival.use.table is None:
            refuse_identifiers(copy.shape.headers)
        if arrival.use.contract == LOOKED_UP:
            return _looked_up(bench.con, arrival, copy)
        return _judge_rows(bench, arrival, copy, recipe)
    except FileRefused as refusal:
        raise FileRefused(refusal.rule, refusal.sentence, rows) from None
    except duckdb.Error as error:
        found = fault_in(error)
        if found and found.kind is not NO_MEMORY:
            raise
        if found:
            raise FileRefused("file.crashed", "the file needs too much memory", rows) from None
        # The engine's message may quote a value, so only its kind is passed on.
        sentence = f"the file cannot be judged by its profile ({type(error).__name__})"
        raise FileRefused("file.unjudged", sentence, rows) from None


def _refuse_strangers(arrival: Arrival, rows: int) -> None:
    if arrival.delivery.is_of_other_site:
        raise FileRefused("file.other_site", "its manifest names another site than the folder")
    promise = arrival.promise
    if promise and (promise.sha256, promise.rows) != (arrival.staged.sha256, rows):
        raise FileRefused("file.manifest", "the file is not the one its manifest describes")


def _judge_rows(bench: Bench, arrival: Arrival, copy: PlainCopy, recipe: str) -> JudgedFile:
    con, table, profile = bench.con, arrival.table, arrival.profile
    forget_rejects(con)
    foreign = None
    if arrival.use.mapping:
        foreign = map_foreign(con, bench.reader, arrival, copy)
        mapped = map_columns(table, foreign.headers, profile)
    else:
        open_landed(con, copy, profile)
        is_tidy = copy.form == "csv" and not copy.shape.is_padded
        mapped = map_columns(table, copy.shape.headers, profile, is_tidy=is_tidy)
    keys = None if foreign else _keys_as_written(con, arrival, copy)
    number_people(
        con,
        table,
        mapped,
        profile,
        bench.key,
        keys_as_written=keys,
        withdrawn=bench.withdrawn,
    )
    forget_rejects(con)
    parts_folder = bench.folder / "parts"
    con.execute(
        f"COPY ({judged_sql(arrival, mapped, buckets=bench.buckets)}) "
        f"TO {sql_text(str(parts_folder))} (FORMAT parquet, COMPRESSION zstd, "
        f"ROW_GROUP_SIZE {_ROWS_OF_A_GROUP}, DICTIONARY_SIZE_LIMIT {MOST_WORDS}, "
        "PARTITION_BY (part), "
        f"OVERWRITE true, KV_METADATA {{recipe: {sql_text(recipe)}}})"
    )
    outside = foreign.outside if foreign else 0
    unread = foreign.lines.misshapen if foreign else rejected_rows(con, copy)
    misshapen = tuple(sorted({*copy.shape.misshapen, *unread}))
    parts = _parts(parts_folder)
    refused_part = parts.pop(REFUSED_PART, ())
    kept, refused = (_rows_of(con, files) for files in (sum(parts.values(), ()), refused_part))
    found = kept + refused + outside + len(misshapen) + copy.shape.repeated
    _hold_to_count(copy, found)
    _refuse_tripped(con, table, refused_part, mapped.dropped)
    return JudgedFile(
        copy.shape.rows,
        refused + len(misshapen),
        copy.shape.repeated,
        misshapen,
        parts,
        refused_part,
        {rule.code: rule.column for rule in rules_of(table, profile)},
        mapped.collected,
        mapped.dropped,
        rows_outside=outside,
    )


def _keys_as_written(
    con: duckdb.DuckDBPyConnection, arrival: Arrival, copy: PlainCopy
) -> list[str] | None:
    """The person keys of a file in our own form; None where another pass has to find them."""
    rule = arrival.profile.rule(arrival.use.contract, "person_key")
    header = header_of(rule, "person_key", copy.shape.headers)
    if header is None or copy.shape.is_padded:
        return None
    return texts_at(con, copy, copy.shape.headers.index(header))


def _looked_up(con: duckdb.DuckDBPyConnection, arrival: Arrival, copy: PlainCopy) -> JudgedFile:
    """A file no row of which is taken in: it is counted, and sound or not."""
    lines = keep_lines(con, copy, table_of(arrival), arrival.profile)
    misshapen = tuple(sorted({*copy.shape.misshapen, *lines.misshapen}))
    repeated = copy.shape.repeated
    _hold_to_count(copy, lines.read + len(misshapen) + repeated)
    return JudgedFile(copy.shape.rows, len(misshapen), repeated, misshapen, rows_outside=lines.read)


def _hold_to_count(copy: PlainCopy, found: int) -> None:
    if found != copy.shape.rows:
        said = f"one reader finds {copy.shape.rows} rows, the other {found}: stray quotes"
        raise _CountsDiffer(copy.shape.rows, said)


def _parts(folder: Path) -> dict[int, tuple[Path, ...]]:
    return {
        int(part.name.removeprefix("part=")): tuple(sorted(part.glob("*.parquet")))
        for part in sorted(folder.glob("part=*"))
    }


def _rows_of(con: duckdb.DuckDBPyConnection, files: tuple[Path, ...]) -> int:
    if not files:
        return 0
    paths = sql_texts(map(str, files))
    return int(con.execute(f"SELECT count(*) FROM read_parquet([{paths}])").fetchall()[0][0])


def _refuse_tripped(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    refused: tuple[Path, ...],
    dropped: tuple[str, ...],
) -> None:
    """FileRefused where a text that could not be read tells who somebody is.

    A date of long ago in a column of dates is no birth, only a form the profile does not declare.
    """
    if not refused:
        return
    paths = sql_texts(map(str, refused))
    dates = sql_texts(c.name for c in table if c.kind in (Kind.DATE, Kind.TIMESTAMP)) or "''"
    wires = (
        f"CASE WHEN found_in IN ({dates}) THEN {tripwire_sql('written', without=(BIRTH_DATE,))} "
        f"ELSE {tripwire_sql('written')} END"
    )
    rows = con.execute(
        f"""
        WITH suspect AS (
            SELECT source_row, unnest(suspects, recursive := true)
            FROM read_parquet([{paths}])
        ),
        tripped AS (
            SELECT source_row, found_in, unnest({wires}) AS wire FROM suspect
        )
        SELECT wire, found_in, count(DISTINCT source_row), min(source_row)
        FROM tripped GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    if not rows:
        return
    names = {f"dropped_{place}": name for place, name in enumerate(dropped)}
    tripped = Counter({wire: int(count) for wire, _, count, _ in rows})
    places = ", ".join(
        f"column {names.get(column, column)}: {count} rows, the first is row {first}"
        for _, column, count, first in rows
    )
    raise FileRefused(
        tripped.most_common(1)[0][0], f"a text looks as if it told who somebody is ({places})"
    )
