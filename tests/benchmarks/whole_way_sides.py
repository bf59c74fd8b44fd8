"""What each part of the way from CSV to features costs, beside a typed read of the same bytes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb
from big_site import cut_all, land, last_day, repeat, send
from feature_sides import in_one_go
from lake_build import build, choose
from own_process import Cost, cost_of

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.language import Kind
from triggerscape.warehouse.literals import sql_text


def make(home: Path, people: int, copies: int) -> dict[str, dict[str, Path]]:
    """A workspace, and the site's files: of all days, of all but the last, and of the last."""
    sent = send(home, people, 392)
    day = last_day(home)
    files = home / "files"
    files.mkdir()
    whole = {c: repeat(file, files / f"{c}.csv", copies) for c, file in sent.items()}
    old, new = cut_all(whole, day, files)
    return {"whole": whole, "old": old, "new": new}


def read_typed(files: dict[str, Path], target: Path | None) -> int:
    """DuckDB's typed read of every file, lists left as text; to Parquet where a folder is given."""
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        for contract, file in files.items():
            header = file.open(encoding="utf-8").readline().strip().split(",")
            kinds = {
                c.name: "VARCHAR" if c.kind is Kind.TEXT_LIST else str(c.kind)
                for c in INPUTS[contract]
            }
            columns = ", ".join(f"{sql_text(n)}: '{kinds.get(n, 'DOUBLE')}'" for n in header)
            rows = (
                f"read_csv({sql_text(str(file))}, auto_detect = false, header = true, "
                f"columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"')"
            )
            if target:
                path = sql_text(str(target / f"{contract}.parquet"))
                con.execute(f"COPY (FROM {rows}) TO {path} (FORMAT parquet, COMPRESSION zstd)")
            else:
                counted = ", ".join(f'count("{name}")' for name in header)
                con.execute(f"SELECT {counted} FROM {rows}").fetchall()
    return 0


def measure(folder: Path, chosen: argparse.Namespace) -> dict[str, Cost]:
    """What each side costs, every one in a process of its own."""
    home = folder / "site"
    files = cost_of(make, home, chosen.people, chosen.copies).result
    choose(home, buckets=chosen.buckets, threads=chosen.threads, memory_gb=chosen.memory_gb)
    typed = folder / "typed"
    typed.mkdir()
    return {
        "typed read": cost_of(read_typed, files["whole"], None),
        "typed read to Parquet": cost_of(read_typed, files["whole"], typed),
        "landing": cost_of(land, home, files["old"], "old"),
        "building": cost_of(build, home, ["old"]),
        "in one go, in memory": cost_of(in_one_go, home),
        "landing a day": cost_of(land, home, files["new"], "new"),
        "building a day": cost_of(build, home, ["old", "new"]),
        "building nothing": cost_of(build, home, ["old", "new"]),
    }


def report(sides: dict[str, Cost]) -> None:
    """What each side cost, by diary row, and the ratios that the goals are about."""
    say, rows = sys.stdout.write, sides["landing"].result
    say(f"{rows:,} rows, {sides['building'].result:,} person-days\n")
    for name, cost in sides.items():
        say(f"{name:24}{cost}  {1e6 * cost.processor / rows:7.2f} µs a row\n")
    way = sides["landing"].processor + sides["building"].processor
    least = sides["typed read"].processor + sides["in one go, in memory"].processor
    for name in ("typed read", "typed read to Parquet"):
        read = sides[name].processor
        say(f"the whole way / {name}: {way / read:.2f} by processor time\n")
        say(f"  the read and the SELECTs alone, nothing judged or written: {least / read:.2f}\n")
    idle = sides["building nothing"].processor
    night = sides["building a day"].processor
    full = sides["building"].processor
    share = (night - idle) / (full - idle)
    say(f"a day / everything, building: {share:.3f}; start-up {idle:.2f} s\n")
    both = night + sides["landing a day"].processor
    say(f"a day / everything, landing too: {both / way:.3f}\n")
