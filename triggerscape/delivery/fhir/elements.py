"""What FHIR R4 says of the elements views ask for most: their type, and whether one or many."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Element:
    """The type of an element, empty where we do not know it, and whether R4 allows only one."""

    type: str = ""
    is_single: bool = False


UNKNOWN = Element()


def element(owner: str, name: str) -> Element:
    """The element of that name in a type or a resource; UNKNOWN if elements.toml has none."""
    declared = _elements()
    written = declared.get(owner, {}).get(name)
    if written is None and owner in _resources():
        written = declared["Resource"].get(name)
    if written is None:
        return UNKNOWN
    return Element(written.removesuffix("*"), is_single=not written.endswith("*"))


@cache
def _elements() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("elements.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _resources() -> frozenset[str]:
    """The types that are no type of another element: the resources."""
    parts = {written.removesuffix("*") for own in _elements().values() for written in own.values()}
    return frozenset(_elements()) - parts
