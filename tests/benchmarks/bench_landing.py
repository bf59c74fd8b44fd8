"""Landing and judging a diary beside DuckDB's own typed read of the same bytes to Parquet.

    python tests/benchmarks/bench_landing.py --rows 10000000

A synthetic site's diary is repeated under other person keys until it has the rows asked for. Both
sides run in a process of their own under the same memory limit; only their ratio means anything on
a shared machine. What DuckDB reads typed is neither counted twice, nor checked, nor re-keyed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb
from own_process import cost_of

from expectations.judging_files import Bench, judge_file
from flows.run import open_run
from triggerscape.contract.diary import DIARY
from triggerscape.contract.language import Kind
from triggerscape.delivery.arrival import Arrival
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.door.staging import stage
from triggerscape.delivery.inbox import Delivery, Use
from triggerscape.demo import send_cohort
from triggerscape.warehouse.literals import sql_text
from triggerscape.workspace import Workspace

KEY = bytes(range(32))
MEMORY = "1GB"


def fill(home: Path, rows: int) -> Path:
    """A diary of about ``rows`` rows in one file, every copy of a person under another key."""
    workspace = Workspace(home)
    send_cohort(workspace, 1000, 392, 1, 5, say=lambda _: None)
    [diary] = workspace.inbox.glob("*/*/diary.csv")
    header, body = diary.read_bytes().rstrip(b"\n").split(b"\n", 1)
    count = body.count(b"\n") + 1
    large = home / "diary.csv"
    with large.open("wb") as file:
        file.write(header)
        for copy in range(-(-rows // count)):
            # Every line starts with its site and the person's key, a p and digits.
            file.write((b"\n" + body).replace(b"\nS01,p", b"\nS01,p%04x" % copy))
        file.write(b"\n")
    return large


def read_typed(diary: Path, target: Path, in_order: bool) -> int:
    """DuckDB's typed read_csv of the file to Parquet, lists left as text."""
    header = diary.open(encoding="utf-8").readline().strip().split(",")
    kinds = {column.name: str(column.kind) for column in DIARY}
    lists = {column.name for column in DIARY if column.kind is Kind.TEXT_LIST}
    columns = ", ".join(
        f"{sql_text(name)}: '{'VARCHAR' if name in lists else kinds.get(name, 'DOUBLE')}'"
        for name in header
    )
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"SET memory_limit = '{MEMORY}'")
        con.execute(f"SET preserve_insertion_order = {str(in_order).lower()}")
        con.execute(
            f"COPY (FROM read_csv({sql_text(str(diary))}, auto_detect = false, header = true, "
            f"columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"')) "
            f"TO {sql_text(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
    return 0


def land_and_judge(home: Path, diary: Path) -> int:
    """Stage, open, number, count twice, re-key, judge and part into buckets."""
    run = open_run(Workspace(home))
    [profile] = run.profiles.values()
    folder = run.workspace.vault / "judging"
    folder.mkdir(parents=True)
    with run.connect_to_judge() as con, confined_reader() as reader:
        staged = stage(diary, run.workspace.vault)
        delivery = Delivery(profile.site_code, "large", (diary,))
        arrival = Arrival(staged, delivery, Use("diary", None), profile)
        judged = judge_file(Bench(con, reader, folder, KEY, run.buckets), arrival)
        if judged.file_rule:
            raise SystemExit(f"{judged.file_rule}: {judged.sentence}")
    return judged.rows_in


def main() -> None:
    """Print both sides and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    rows_asked = asked.parse_args().rows
    with tempfile.TemporaryDirectory() as made:
        home, typed = Path(made) / "workspace", Path(made) / "typed.parquet"
        diary = cost_of(fill, home, rows_asked).result
        sides = {
            "typed read, rows in order": cost_of(read_typed, diary, typed, True),
            "typed read, any order": cost_of(read_typed, diary, typed, False),
            "landing and judging": cost_of(land_and_judge, home, diary),
        }
        rows = sides["landing and judging"].result
        sys.stdout.write(f"{rows:,} rows, {diary.stat().st_size / 1e9:.2f} GB\n")
    for name, cost in sides.items():
        sys.stdout.write(f"{name:28}{cost}\n")
    ours = sides["landing and judging"]
    for name in list(sides)[:2]:
        peer = sides[name]
        wall, processor = ours.wall / peer.wall, ours.processor / peer.processor
        sys.stdout.write(f"ratio to {name}: wall {wall:.2f}, processor {processor:.2f}\n")


if __name__ == "__main__":
    main()
