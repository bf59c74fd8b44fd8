"""One line of the doctor's: what was looked at, what was found, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a thing stands."""

    OK = "ok"
    FIX = "fix"  # will fail, or already does


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, in one sentence, and what to type.

    What is to be mended has something to type; what is well may have.

    Never holds a value of a person's row, nor a secret.
    """

    subject: str
    health: Health
    sentence: str
    fix: str = ""


def ok(subject: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(subject, Health.OK, sentence)


def note(subject: str, sentence: str, advice: str = "") -> Finding:
    """It works as it is, and somebody should know."""
    return Finding(subject, Health.OK, sentence, advice)


def fix(subject: str, sentence: str, command: str) -> Finding:
    """It must be mended, by this."""
    return Finding(subject, Health.FIX, sentence, command)
