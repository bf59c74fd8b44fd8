"""The places of a delivery where a canary can sit; everything around it is sound."""

from __future__ import annotations

from dataclasses import dataclass

from canaries import Canary

# Every key of an honest person, visit or therapy holds this: no site's key is kept either.
SITES_OWN = "lanternkeeper"
PROFILE = """
[extra.x_mood]
label = "mood"
meaning = "how the person felt"
low = 0
high = 10
"""


@dataclass(frozen=True)
class Place:
    """A column of a contract, or one beside it; ``beside`` is what honest rows have there."""

    name: str
    contract: str
    column: str
    beside: str


PLACES = (
    Place("unknown column", "diary", "colour", "green"),
    Place("free text", "diary_coverage", "basis", "app"),
    Place("word", "diary", "entry_status", "complete"),
    Place("number", "diary", "pain_max", "4"),
    Place("fraction", "diary", "sleep_hours", "7.5"),
    Place("yes or no", "diary", "headache", "true"),
    Place("day", "diary", "diary_date", ""),
    Place("clock", "diary", "onset_local", "07:30"),
    Place("list", "diary", "triggers_present", "stress"),
    Place("own column", "diary", "x_mood", "5"),
    Place("person key", "diary", "person_key", ""),
    Place("visit key", "visit", "visit_key", ""),
    Place("therapy key", "therapy", "therapy_key", ""),
)
_CONTRACTS: dict[str, dict[str, str]] = {
    "diary": {
        "diary_date": "2025-03-{day:02d}",
        "entry_status": "complete",
        "triggers_asked": "stress|weather",
    },
    "diary_coverage": {"from_date": "2025-03-{day:02d}", "to_date": "2025-03-{day:02d}"},
    "visit": {
        "visit_key": "{key}-visit-{day}",
        "visit_date": "2025-03-{day:02d}",
        "setting": "clinic",
        "status": "completed",
    },
    "therapy": {
        "therapy_key": "{key}-therapy-{day}",
        "therapy_code": "omt_cranial",
        "start_date": "2025-03-{day:02d}",
        "delivery": "session",
        "status": "completed",
    },
}
_DAYS = range(1, 6)
_PLANTED_ON = 3

Table = tuple[list[str], list[list[str]]]


def sound_table(contract: str, key: str) -> Table:
    """Header and five rows of one honest person."""
    row = {"person_key": "{key}", **_CONTRACTS[contract]}
    return list(row), [
        [cell.format(key=f"{key}-{SITES_OWN}", day=day) for cell in row.values()] for day in _DAYS
    ]


def planted(place: Place, canary: Canary, key: str) -> Table:
    """An honest table with a canary in one row at one place."""
    header, rows = sound_table(place.contract, key)
    if place.column not in header:
        header.append(place.column)
        for row in rows:
            row.append(place.beside)
    rows[_PLANTED_ON - 1][header.index(place.column)] = canary.text
    return header, rows


def named(header_cell: str, cell: str, key: str) -> Table:
    """An honest diary with one more column of that name, and that text in every row."""
    header, rows = sound_table("diary", key)
    return [*header, header_cell], [[*row, cell] for row in rows]
