"""Who may import whom: the contracts of import-linter, and what they cannot say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import scipy.stats
from source_tree import KERNEL, PACKAGES, ROOMS, ROOT, imports_of, modules, name_of

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """import-linter's report on the packages that lie in a folder."""
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tree)!r}); {LINT}"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_rooms_import_only_what_they_may():
    report = lint(ROOT)
    assert report.returncode == 0, report.stdout
    assert " 0 broken" in report.stdout


@pytest.mark.parametrize(
    ("module", "statement", "broken"),
    [
        ("triggerscape/errors.py", "import flows.run", "Rooms stand on the kernel"),
        ("models/therapies/folds.py", "import expectations.judging", "Rooms stand on the kernel"),
        ("expectations/judging.py", "import flows.run", "Rooms stand on the kernel"),
        (
            "models/therapies/folds.py",
            "import prefect",
            "Prefect and Dask are imported in flows only",
        ),
        ("flows/run.py", "import great_expectations", "Great Expectations is imported in"),
        ("triggerscape/errors.py", "import sklearn.tree", "Estimators are imported in models only"),
        ("models/therapies/folds.py", "import duckdb", "Models open no connection"),
    ],
)
def test_a_forbidden_import_is_named(tmp_path: Path, module: str, statement: str, broken: str):
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{statement}\n")
    report = lint(tmp_path)
    assert report.returncode == 1, report.stdout + report.stderr
    verdicts = [line for line in report.stdout.splitlines() if line.startswith(broken)]
    assert any("BROKEN" in line for line in verdicts), report.stdout


def test_the_kernel_reaches_rooms_only_from_the_command_line_and_inside_functions():
    trespasses = [
        f"{name_of(path)} imports {found.module}"
        for path in modules()
        if name_of(path).startswith(f"{KERNEL}/")
        for found in imports_of(path.read_text(encoding="utf-8"))
        if found.package in ROOMS
        and not (is_command_line(name_of(path)) and (found.is_in_function or found.is_for_types))
    ]
    assert trespasses == []


def is_command_line(name: str) -> bool:
    return name == f"{KERNEL}/cli.py" or name.startswith(f"{KERNEL}/cli/")


# The gate solves systems of cells: linear programmes and sparse matrices are no estimates.
LINEAR = frozenset("scipy.sparse scipy.sparse.linalg scipy.sparse.csgraph scipy.optimize".split())


def test_outside_models_scipy_gives_functions_and_distributions_never_estimates():
    trespasses = [
        f"{name_of(path)} takes {name} of {found.module}"
        for path in modules()
        if not name_of(path).startswith("models/")
        for found in imports_of(path.read_text(encoding="utf-8"))
        if found.package == "scipy" and found.module not in {"scipy.special", "scipy.signal"}
        for name in found.names or ("everything",)
        if not (found.module == "scipy.stats" and is_distribution(name))
        if not (name_of(path).startswith("triggerscape/disclosure/") and found.module in LINEAR)
    ]
    assert trespasses == []


def is_distribution(name: str) -> bool:
    found = getattr(scipy.stats, name, None)
    return isinstance(found, scipy.stats.rv_continuous | scipy.stats.rv_discrete)


def test_imports_are_found_wherever_they_stand():
    source = """
import a.b
if TYPE_CHECKING:
    from c import d
def f():
    def g():
        from e.f import h, i
"""
    found = [(i.module, i.names, i.is_in_function, i.is_for_types) for i in imports_of(source)]
    assert found == [
        ("a.b", (), False, False),
        ("c", ("d",), False, True),
        ("e.f", ("h", "i"), True, False),
    ]
