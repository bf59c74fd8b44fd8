"""The fenced blocks of the written papers, and the commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from source_tree import files, name_of

PAPERS = ("README.md", "CONTRIBUTING.md", "docs/*.md")
SHELL = frozenset({"console", "bash", "sh", "shell"})
_FENCE = re.compile(r"^ {0,3}```(\w+)([^\n]*)\n(.*?)^ {0,3}```", re.MULTILINE | re.DOTALL)
_ENDS_A_COMMAND = frozenset({"|", ">", ">>", "&&", ";", "&", "<"})


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


def written(*languages: str) -> list[Fence]:
    """Every fence of these languages in the papers."""
    return [
        fence
        for pattern in PAPERS
        for path in files(pattern)
        for fence in fences_in(path.read_text(encoding="utf-8"), name_of(path))
        if fence.language in languages
    ]


def commands_in(fence: Fence) -> Iterator[list[str]]:
    """The words after ``triggerscape`` of each command a shell fence shows, prompts taken off."""
    for line in fence.text.replace("\\\n", " ").splitlines():
        if not re.match(r"\s*(\$ )?(uv run )?triggerscape\b", line):
            continue
        words = shlex.split(line, comments=True)
        words = words[words.index("triggerscape") + 1 :]
        ends = [place for place, word in enumerate(words) if word in _ENDS_A_COMMAND]
        yield words[: ends[0]] if ends else words
