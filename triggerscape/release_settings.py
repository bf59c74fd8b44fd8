"""Settings of how a release is labelled, who answers for it, and whether it has a report to print.

They change no number. They do change its files, so they are a part of a run's id.
"""

from __future__ import annotations

import re
from typing import Any

from triggerscape.setting import Check, Setting, declared

_MOST_LETTERS = 200
_EMAIL = re.compile(r"[^@\s,<>\"]+@[^@\s,<>\"]+")


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_LETTERS and value.isprintable()


def _is_email(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and bool(_EMAIL.fullmatch(value)))


_LINE: Check = (_is_line, f"one line of at most {_MOST_LETTERS} letters")

RELEASE_SETTINGS: tuple[Setting, ...] = (
    declared(
        "release.title",
        "Migraine triggers and therapies",
        (lambda value: _is_line(value) and value.strip() != "", f"{_LINE[1]}, not empty"),
        "Stands on the page, the report, the workbook and the entry for data catalogues.",
        changes_results=False,
    ),
    declared(
        "release.publisher",
        "",
        _LINE,
        "Who answers for releases; HealthDCAT-AP asks for it. Empty: nobody is named.",
        changes_results=False,
    ),
    declared(
        "release.contact",
        "",
        (_is_email, "empty, or one e-mail address"),
        "Where questions about a release go: a mailbox of a team outlives that of a person.",
        changes_results=False,
    ),
    declared(
        "release.pdf",
        default=False,
        check=(lambda value: isinstance(value, bool), "true or false"),
        reason="Write report.pdf, two pages to print, into every release; needs the extra [pdf].",
        changes_results=False,
    ),
)
