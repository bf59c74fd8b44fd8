"""The notebooks: plain files that marimo reads, and that run from top to bottom on a demo."""

from __future__ import annotations

import ast
import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.py"))
_OWN_SCOPE = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


def by_name(path: Path) -> str:
    return path.stem


def cells_of(path: Path) -> list[ast.FunctionDef]:
    """The functions of a notebook that are its cells."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(mark).startswith("app.cell") for mark in node.decorator_list)
    ]


def made_in(node: ast.AST) -> Iterator[str]:
    """The names a cell makes; those inside a comprehension or a function are its own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield child.name
        elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id
        elif not isinstance(child, _OWN_SCOPE):
            yield from made_in(child)


def returned_by(cell: ast.FunctionDef) -> list[str]:
    """The names in the tuple that a cell ends with."""
    last = cell.body[-1]
    assert isinstance(last, ast.Return)
    assert isinstance(last.value, ast.Tuple)
    return [ast.unparse(one) for one in last.value.elts]


def test_there_are_three():
    assert [path.stem for path in NOTEBOOKS] == [
        "read_a_release",
        "redo_a_comparison",
        "refit_a_trigger",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_no_name_is_made_in_two_cells(path: Path):
    """marimo refuses a notebook in which it cannot tell which cell a name comes from."""
    made = Counter(name for cell in cells_of(path) for name in set(made_in(cell)))
    assert {name for name, cells in made.items() if cells > 1} == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_a_cell_takes_only_what_a_cell_above_gives(path: Path):
    given: set[str] = set()
    for cell in cells_of(path):
        assert {one.arg for one in cell.args.args} <= given
        assert set(returned_by(cell)) <= set(made_in(cell))
        given |= set(returned_by(cell))


def run(path: Path) -> dict[str, Any]:
    """Every name of a notebook after it ran; skips where marimo is not installed.

    marimo is a tool of developers: nothing a run or a release needs imports it.
    """
    pytest.importorskip("marimo", reason="marimo is not installed: uv sync installs it")
    found = importlib.util.spec_from_file_location(path.stem, path)
    assert found is not None
    assert found.loader is not None
    notebook: ModuleType = importlib.util.module_from_spec(found)
    found.loader.exec_module(notebook)
    _, names = notebook.app.run()
    return dict(names)


@pytest.fixture
def at_the_demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIGGERSCAPE_HOME", str(demo_home))


def notebook(name: str) -> Path:
    [path] = [path for path in NOTEBOOKS if path.stem == name]
    return path


def test_reading_a_release_shows_every_factor_and_what_is_clear(at_the_demo: None):
    names = run(notebook("read_a_release"))
    assert names["triggers"].height > 20
    assert 0 < names["clear"].height < names["triggers"].height
    assert len(names["told"]) == 3
    assert names["changed"] is None, "the demo has one release"


def test_a_trigger_fitted_again_is_the_published_one(at_the_demo: None):
    names = run(notebook("refit_a_trigger"))
    assert names["is_the_same"]
    assert names["plain"] == pytest.approx(names["published"].value, rel=0.2)


def test_a_comparison_done_again_says_so_where_too_few_people_started(at_the_demo: None):
    names = run(notebook("redo_a_comparison"))
    assert names["pairs"].height == 0
    assert names["compared"] is None
    assert names["plain"] is None
