"""The fenced blocks of the written papers, and the commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from source_tree import files, name_of

PAPERS = ("*.md",)
SHELL = frozenset({"console", "bash", "sh", "shell"})
_LINK = re.compile(r"\[[^\]]*\]\((?!\w+:|#)([^)#\s]+)[^)]*\)")
_FENCE = re.compile(r"^ {0,3}```(\w+)([^\n]*)\n(.*?)^ {0,3}```", re.MULTILINE | re.DOTALL)
_OPERATORS = frozenset({"|", ">", ">>", "&&", "||", ";", "&", "<"})


@dataclass(frozen=True)
class Fence:
    """One fenced block: its language, what else its first line says, and its text."""

    place: str
    language: str
    more: str
    text: str


def fences_in(text: str, paper: str) -> Iterator[Fence]:
    """Every fenced block of a paper, in order; its place is paper:line."""
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Fence(f"{paper}:{line}", match[1], match[2].strip(), match[3])


def papers() -> list[Path]:
    """The written papers."""
    return [path for pattern in PAPERS for path in files(pattern)]


def links_in(paper: Path) -> list[Path]:
    """The files a paper links to."""
    return [paper.parent / link for link in _LINK.findall(paper.read_text(encoding="utf-8"))]


def written(*languages: str) -> list[Fence]:
    """Every fence of these languages in the papers."""
    return [
        fence
        for path in papers()
        for fence in fences_in(path.read_text(encoding="utf-8"), name_of(path))
        if fence.language in languages
    ]


def commands_in(fence: Fence) -> Iterator[list[str]]:
    """The words after ``triggerscape`` of each command a shell fence shows, whatever is around."""
    for line in fence.text.replace("\\\n", " ").splitlines():
        if re.search(r"\btriggerscape\b", line):
            shown = shlex.split(line.strip().removeprefix("$ "), comments=True)
            for command in _split(shown):
                words = command[2:] if command[:2] == ["uv", "run"] else command
                if words[:1] == ["triggerscape"]:
                    yield words[1:]


def _split(words: list[str]) -> Iterator[list[str]]:
    """The commands of a line: what stands between pipes, redirections and the like."""
    for is_operator, command in groupby(words, key=_OPERATORS.__contains__):
        if not is_operator:
            yield list(command)
