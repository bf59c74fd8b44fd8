"""One key of a workspace's settings: its default, its reason and the check a value has to pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Check = tuple[Callable[[Any], bool], str]


@dataclass(frozen=True)
class Setting:
    """One key of triggerscape.toml.

    ``changes_results`` is false for what only says where the work is done and how fast, or how a
    release is labelled.
    """

    key: str
    default: Any
    reason: str
    is_valid: Callable[[Any], bool]
    expects: str
    changes_results: bool = True


def declared(
    key: str, default: Any, check: Check, reason: str, *, changes_results: bool = True
) -> Setting:
    """A key whose values pass ``check``: what is true of a good one, and the words for it."""
    return Setting(key, default, reason, check[0], check[1], changes_results)


def whole(low: int, high: int) -> Check:
    """A whole number within bounds, both allowed; true and false are none."""
    return (
        lambda value: (
            isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        ),
        f"a whole number from {low} to {high}",
    )
