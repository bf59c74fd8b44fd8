"""A guide taken apart: its readers, their questions, and the places that answer them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
_FENCE = re.compile(r"^```(\w+(?: \w+)?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]+\]\(([^)#]*)(#[^)]*)?\)")


@dataclass(frozen=True)
class Answered:
    """One question of a reader and everything its answer names."""

    reader: str
    question: str
    text: str

    @property
    def spans(self) -> list[str]:
        """What stands in the running text as code."""
        return _SPAN.findall(_FENCE.sub("", self.text))

    @property
    def links(self) -> list[tuple[str, str]]:
        """Linked documents, each with the heading it leads to, or none."""
        return _LINK.findall(self.text)

    def blocks(self, language: str) -> list[str]:
        """The code of one language."""
        return blocks_of(self.text, language)


def blocks_of(text: str, language: str) -> list[str]:
    """The fenced code of one language in a text."""
    return [code for name, code in _FENCE.findall(text) if name == language]


def guide(name: str) -> str:
    """A guide as it is written."""
    return (GUIDES / name).read_text(encoding="utf-8")


def questions_of(text: str) -> list[Answered]:
    """Every question of a guide: a third-level heading below the reader who asks it."""
    found = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        reader, _, rest = part.partition("\n")
        for one in re.split(r"^### ", rest, flags=re.MULTILINE)[1:]:
            question, _, answer = one.partition("\n")
            found.append(Answered(reader, question, answer))
    return found


def headings_of(document: Path) -> set[str]:
    """The addresses of the headings of a Markdown document."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {f"#{re.sub(r'[^a-z0-9 _-]', '', t.lower()).replace(' ', '-')}" for t in titles}
