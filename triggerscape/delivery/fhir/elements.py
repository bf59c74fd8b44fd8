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
    return _elements().get(owner, {}).get(name, UNKNOWN)


@cache
def _elements() -> dict[str, dict[str, Element]]:
    text = Path(__file__).with_name("elements.toml").read_text(encoding="utf-8")
    written: dict[str, dict[str, str]] = tomllib.loads(text)
    of_every_resource = written.pop("Resource")
    # A type that no element has is a resource.
    parts = {kind.removesuffix("*") for own in written.values() for kind in own.values()}
    return {
        owner: {
            name: Element(kind.removesuffix("*"), is_single=not kind.endswith("*"))
            for name, kind in ((of_every_resource if owner not in parts else {}) | own).items()
        }
        for owner, own in written.items()
    }
