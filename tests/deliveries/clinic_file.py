"""A clinic's March as a German spreadsheet exports it, sound or with faults, and what is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from triggerscape.cli import app

HEADER = "Teilnehmer;Datum;Status;Kopfschmerz;Schmerzstärke;SleepMin;Laune"
PEOPLE, DAYS = 6, 28
ROWS = PEOPLE * DAYS


def rows() -> list[str]:
    """Six people, 28 days: days first, minutes of sleep, decimal comma, ja and nein."""
    return [
        f"kn-{person:05d};{day:02d}.03.2026;complete;{'ja' if day % 4 == 0 else 'nein'};"
        f"{f'{day % 9 + 1},5' if day % 4 == 0 else '-'};{380 + day};gut"
        for person in range(PEOPLE)
        for day in range(1, DAYS + 1)
    ]


def write(path: Path, records: list[str], header: str = HEADER) -> Path:
    """The file as Windows writes it, under a title line."""
    lines = ["Kopfschmerztagebuch;;;;;;", header, *records, ""]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


def typed(*words: object) -> int:
    """What a person types; gives back the exit code."""
    return int(app([str(word) for word in words], result_action="return_value"))


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one JSON object of a command."""
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def confirm(profile: Path, **answers: str) -> None:
    """Take every name out of confirm, as somebody does who has looked at each line.

    ``answers`` replace proposals, by the name of the key.
    """
    head, _, rest = profile.read_text(encoding="utf-8").partition("confirm = [\n")
    text = head + rest.partition("]\n")[2]
    for key, value in answers.items():
        before = next(line for line in text.splitlines() if line.startswith(f"# {key} = "))
        text = text.replace(before, f"{key} = {value}")
    profile.write_text(text, encoding="utf-8")


def all_bytes(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, to be compared."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
