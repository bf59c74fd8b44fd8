"""What a Dask cluster costs beside threads on the same cores, and what crosses the network.

    unshare --map-root-user --net python tests/benchmarks/bench_scale_out.py --people 2000

In a network of its own nothing else is counted, and nothing can leave. One workspace is taken in
and settled on threads; its features are then built from nothing by each runner in turn. Bytes are
those of the loopback: Dask's and Prefect's messages together, Prefect's by far the most.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "flows"))

from cluster_of_processes import Cluster, started_cluster

TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure both runners, each ``--repeats`` times in turn, and print a line for each."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=2000)
    asked.add_argument("--days", type=int, default=360)
    asked.add_argument("--buckets", type=int, default=8)
    asked.add_argument("--repeats", type=int, default=3)
    size = asked.parse_args()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=False)
    with tempfile.TemporaryDirectory() as folder, started_cluster(Path(folder)) as cluster:
        home = Path(folder) / "workspace"
        size_words = ["--people", str(size.people), "--days", str(size.days), "--home", str(home)]
        triggerscape(cluster, "cohort", *size_words)
        choose(home, "threads", size.buckets)
        triggerscape(cluster, "run", "--to", "validate", "--home", str(home))
        print(f"{size.people} people, {size.days} days, {size.buckets} buckets")  # noqa: T201
        for runner in ("threads", f"dask:{cluster.address}") * size.repeats:
            choose(home, runner, size.buckets)
            for kept in ("features.*", ".built"):
                for table in (home / "lake").glob(kept):
                    shutil.rmtree(table)
            print(measured(cluster, home, runner.split(":")[0]), flush=True)  # noqa: T201


def choose(home: Path, runner: str, buckets: int) -> None:
    """Write the settings of a run: two buckets side by side, by threads or by two workers."""
    side_by_side = 2 if runner == "threads" else 1
    (home / "triggerscape.toml").write_text(
        f"[warehouse]\nbuckets = {buckets}\nthreads = {side_by_side}\n"
        f'[scale]\nrunner = "{runner}"\n',
        encoding="utf-8",
    )


def measured(cluster: Cluster, home: Path, name: str) -> str:
    """Build once; seconds by the clock, processor seconds of all processes, bytes sent."""
    spent, sent, began = processor_seconds(cluster), bytes_sent(), time.monotonic()
    triggerscape(cluster, "run", "--from", "validate", "--to", "build", "--home", str(home))
    wall = time.monotonic() - began
    crossed, spent = bytes_sent() - sent, processor_seconds(cluster) - spent
    return f"{name:8} {wall:7.1f} s wall {spent:7.1f} s processor {crossed / 1e3:9.1f} kB sent"


def triggerscape(cluster: Cluster, *words: str) -> None:
    """Run a command with the cluster's environment."""
    command = [sys.executable, "-m", "triggerscape", *words, "--quiet"]
    subprocess.run(command, env=cluster.environment, check=True, timeout=1800)


def bytes_sent() -> int:
    """Bytes that have gone over the loopback."""
    lines = Path("/proc/net/dev").read_text(encoding="utf-8").splitlines()
    (loopback,) = (line.split(":")[1].split() for line in lines if line.strip().startswith("lo:"))
    return int(loopback[8])


def processor_seconds(cluster: Cluster) -> float:
    """Of ended children of this process, and of the cluster's processes with their children."""
    own = os.times()
    groups = {process.pid for process in cluster.running.values()}
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) in groups:
            ticks += int(fields[11]) + int(fields[12])
    return own.children_user + own.children_system + ticks / TICKS


if __name__ == "__main__":
    main()
