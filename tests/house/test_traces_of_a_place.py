"""No file names a machine's folders or a package registry, and no code is left unfinished."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from source_tree import files, is_code, name_of


def any_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words))


# Written in parts, so that this file does not hold what it looks for.
FOLDERS = any_of(*(rf"(?<![\w.])/{name}/" for name in ("wo" + "rk", "ro" + "ot")))
SCRATCH = any_of(r"(?<![\w.])/tm" + "p/")
REGISTRIES = any_of(
    *(rf"\b{name}\b" for name in ("py" + r"pi\.org", "python" + r"hosted", "npm" + r"js\.")),
    "index" + "-url",
    r"\b(artifactory|nexus|devpi)" + r"[\w.]*/",
)
UNFINISHED = any_of(
    r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
    "NotImplemented" + "Error",
    "type: " + "ignore",
    "pragma: " + "no cover",
)


def is_test(path: Path) -> bool:
    return name_of(path).startswith("tests/")


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """file:line of every line that matches; files that are not text hold no line."""
    return [
        f"{name_of(path)}:{number}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (FOLDERS, 'open("/wo' + 'rk/data.csv")'),
        (FOLDERS, "see /ro" + "ot/.config"),
        (SCRATCH, "mv x /tm" + "p/y"),
        (REGISTRIES, "https://py" + "pi.org/simple"),
        (REGISTRIES, "--extra-index" + "-url"),
        (UNFINISHED, "# TO" + "DO: later"),
        (UNFINISHED, "raise NotImplemented" + "Error"),
        (UNFINISHED, "x = y  # type: " + "ignore[arg-type]"),
    ],
)
def test_a_trace_would_be_found(pattern: re.Pattern[str], line: str):
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["home/wo" + "rk/office", "type ignored", "every todos list"])
def test_an_ordinary_line_is_left_alone(line: str):
    assert not any(one.search(line) for one in (FOLDERS, SCRATCH, REGISTRIES, UNFINISHED))


def test_no_file_names_a_folder_of_one_machine():
    assert found(FOLDERS, list(files())) == []


def test_only_tests_name_a_folder_for_scratch():
    assert found(SCRATCH, [path for path in files() if not is_test(path)]) == []


def test_no_file_names_a_package_registry():
    assert found(REGISTRIES, list(files())) == []


def test_no_code_is_left_unfinished():
    assert found(UNFINISHED, [path for path in files() if is_code(path)]) == []
