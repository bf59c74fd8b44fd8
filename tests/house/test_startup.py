"""Help and status answer at once: they load nothing that calculates, judges or orchestrates."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset(
    "prefect prefect_dask dask distributed great_expectations sklearn polars pandas pyarrow numpy "
    "scipy altair vl_convert statsmodels pyfixest sqlalchemy flows expectations models".split()
)
THEN_TELL = """
import atexit, json, sys
atexit.register(lambda: sys.stderr.write("\\n" + json.dumps(sorted(sys.modules))))
sys.argv[0] = "triggerscape"
from triggerscape.cli import main
main()
"""
# Measured 1.2, and 1.9 with Polars loaded; the library itself costs 34 times bare Python.
LIBRARY = "import cyclopts, rich.console, rich.markdown"
MOST_TIMES_LIBRARY = 1.6


def loaded_by(*arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command and the packages it had loaded when it ended."""
    ended = subprocess.run(
        [sys.executable, "-c", THEN_TELL, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    modules = json.loads(ended.stderr.rsplit("\n", 1)[1])
    return ended.returncode, {name.split(".")[0] for name in modules}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("run", "--help")])
def test_asking_for_help_loads_nothing_heavy(arguments: tuple[str, ...]):
    code, loaded = loaded_by(*arguments)
    assert code == 0
    assert loaded & (HEAVY | {"duckdb"}) == set()


def test_status_of_a_workspace_that_ran_loads_nothing_heavy(demo_home: Path):
    code, loaded = loaded_by("status", "--home", str(demo_home))
    assert code == 0
    assert loaded & HEAVY == set()
    assert "duckdb" in loaded, "status reads the ledger, so the list of what is loaded is real"


def test_help_costs_little_more_than_the_library_that_prints_it():
    """Processor time of child processes, the smallest of five, both measured in turn."""
    printing, library = [], []
    for _ in range(5):
        printing.append(processor_seconds("-m", "triggerscape", "--help"))
        library.append(processor_seconds("-c", LIBRARY))
    assert min(printing) <= MOST_TIMES_LIBRARY * min(library)


def processor_seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
