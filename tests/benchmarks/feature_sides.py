"""What building costs at one size, and the sides it stands beside."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import duckdb
from big_site import cut_all, land, last_day, send
from lake_build import build, choose, deliveries
from own_process import Cost, cost_of
from repeated_people import repeat_people

from flows.feature_steps import feature_steps
from flows.run import open_run
from triggerscape.warehouse.build.bucket_views import BucketViews
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.workspace import Workspace


def make_base(home: Path, people: int) -> int:
    """One landed site in one bucket: all days but the last as one delivery, the last as another."""
    sent = send(home, people, 392)
    old, new = cut_all(sent, last_day(home), home)
    choose(home, buckets=1, threads=0, memory_gb=0)
    return land(home, old, "old") + land(home, new, "new")


def fill(base: Path, home: Path, copies: int, buckets: int, memory_gb: float) -> int:
    """A workspace with so many copies; the last day's files lie beside the lake for now."""
    shutil.copytree(base / "sites", home / "sites")
    Workspace(home).create()
    choose(home, buckets=buckets, threads=0, memory_gb=memory_gb)
    run = open_run(Workspace(home))
    repeat_people(open_run(Workspace(base)).lake, run.lake, copies, buckets)
    return move_night(run.lake.root, home / "night")


def move_night(source: Path, target: Path) -> int:
    """Move the files of the last day between the lake and a place beside it."""
    moved = 0
    for use in deliveries(["new"]).site_of:
        for file in sorted(source.glob(f"accepted.*/*/{use}.parquet")):
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
            moved += 1
    return moved


def scan(home: Path) -> int:
    """Read every column of every feature once, one table after the other."""
    run = open_run(Workspace(home))
    with run.connect() as con:
        for step in feature_steps(run):
            files = [str(file) for file in run.lake.files(step.name)]
            if files:
                columns = ", ".join(f"count({name})" for name in step.contract.column_names)
                listed = ", ".join(map(sql_text, files))
                con.execute(f"SELECT {columns} FROM read_parquet([{listed}])").fetchall()
    return 0


def in_one_go(home: Path) -> int:
    """Every SELECT over all buckets at once, each into a table in memory; nothing is written."""
    run = open_run(Workspace(home))
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        make_reference(con, run.settings)
        deliveries(["old", "new"]).open(con, deliveries(["old"]).site_of)
        BucketViews(con, run.lake, None).open_people()
        con.execute("CREATE SCHEMA features")
        for step in feature_steps(run):
            con.execute(f"CREATE TABLE {step.name} AS {step.sql}")
    return 0


def measure(base: Path, folder: Path, copies: int, chosen: argparse.Namespace) -> dict[str, Cost]:
    """What each side costs at one size."""
    home, buckets = folder / f"copies{copies}", 1
    while copies / buckets > chosen.copies_a_bucket:
        buckets *= 2
    if copies % buckets:
        raise SystemExit(f"{copies} copies do not fill {buckets} buckets evenly")
    cost_of(fill, base, home, copies, buckets, chosen.memory_gb)
    sides = {"building": cost_of(build, home, ["old"])}
    lake = open_run(Workspace(home)).lake.root
    sides["building nothing"] = cost_of(build, home, ["old"])
    move_night(home / "night", lake)
    sides["building a day"] = cost_of(build, home, ["old", "new"])
    sides["scan of the features"] = cost_of(scan, home)
    if copies <= chosen.in_one_go:
        sides["in one go, in memory"] = cost_of(in_one_go, home)
    shutil.rmtree(home)
    return sides


def report(rows: int, sides: dict[str, Cost]) -> None:
    """Each side by diary row, and the ratios that the goals are about."""
    say = sys.stdout.write
    days = sides["building"].result
    say(f"\n{rows:,} accepted rows, {days:,} person-days\n")
    for name, cost in sides.items():
        say(f"{name:24}{cost}  {1e6 * cost.processor / days:7.2f} µs a person-day\n")
    idle = sides["building nothing"].processor
    full, night = sides["building"].processor - idle, sides["building a day"].processor - idle
    say(f"a day / everything: {night / full:.3f}, start {idle:.2f} s\n")
    for name in ("scan of the features", "in one go, in memory"):
        if name in sides:
            say(f"building / {name}: {full / sides[name].processor:.1f} by processor time\n")
