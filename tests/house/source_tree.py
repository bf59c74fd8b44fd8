"""The files of the house as git knows them, and the imports in them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KERNEL = "triggerscape"
ROOMS = ("flows", "expectations", "models")
PACKAGES = (KERNEL, *ROOMS)
CODE = frozenset({".py", ".sql", ".toml", ".yaml", ".yml", ".js", ".css", ".jinja"})


@cache
def files(pattern: str = "*") -> tuple[Path, ...]:
    """Every file git tracks, or would track, that matches; ignored ones are not of the house."""
    asked = "git -c safe.directory=* ls-files -z --cached --others --exclude-standard --".split()
    listed = subprocess.run(
        [*asked, pattern], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    found = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in found if path.is_file())


def modules() -> list[Path]:
    """Every Python module of the four packages."""
    return [path for path in files("*.py") if path.relative_to(ROOT).parts[0] in PACKAGES]


def is_code(path: Path) -> bool:
    """True for what a machine runs or reads, false for papers and data."""
    return path.suffix in CODE or path.parent.name == ".ci"


def name_of(path: Path) -> str:
    """A file's path below the root, as people write it."""
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class Import:
    """One import statement: the module it names, what it takes from it, and where it stands."""

    module: str
    names: tuple[str, ...]
    is_in_function: bool
    is_for_types: bool

    @property
    def package(self) -> str:
        """The part before the first dot."""
        return self.module.split(".")[0]


def imports_of(source: str) -> list[Import]:
    """Every import of a module's source, at its head and inside its functions."""
    return list(_imports(ast.parse(source), is_in_function=False, is_for_types=False))


def _imports(node: ast.AST, *, is_in_function: bool, is_for_types: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, (), is_in_function, is_for_types)
    elif isinstance(node, ast.ImportFrom) and node.module:
        names = tuple(alias.name for alias in node.names)
        yield Import(node.module, names, is_in_function, is_for_types)
    is_in_function |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    is_for_types |= isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, is_in_function=is_in_function, is_for_types=is_for_types)
