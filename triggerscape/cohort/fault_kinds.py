"""The kinds of fault: which row suits, what is written into it, which rule it then breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Row = dict[str, str]

DUPLICATE = "duplicate"  # not refused: set aside, since the row is there already
CONFLICT = "conflict"  # not refused: set aside, since nobody can tell which row is right
CASE_VARIANT = "any.person_key.case_variant"
MISSHAPEN = "file.row_shape"


@dataclass(frozen=True)
class Words:
    """How a site says yes, no, a date that does not exist, and a date that has not come yet."""

    yes: str
    no: str
    impossible_date: str
    far_date: str


@dataclass(frozen=True)
class FaultKind:
    """One way to spoil a row. ``appends`` leaves the row as it is and spoils a copy at the end."""

    contract: str
    column: str
    rule: str
    suits: Callable[[Row, Words], bool]
    spoil: Callable[[Row, Words], Row]
    appends: bool = False


def _always(_row: Row, _words: Words) -> bool:
    return True


def _filled(*columns: str) -> Callable[[Row, Words], bool]:
    return lambda row, _words: all(row.get(column) for column in columns)


def _put(column: str, text: str) -> Callable[[Row, Words], Row]:
    return lambda row, _words: {**row, column: text}


def _value(contract: str, column: str, text: str, kind: str) -> FaultKind:
    """A bad text in a column that held something."""
    rule = f"{contract}.{column}.{kind}"
    return FaultKind(contract, column, rule, _filled(column), _put(column, text))


def _free(row: Row, words: Words) -> bool:
    return row["headache"] == words.no


def _date(contract: str, column: str) -> tuple[FaultKind, FaultKind]:
    return (
        FaultKind(
            contract,
            column,
            f"{contract}.{column}.form",
            _always,
            lambda row, words: {**row, column: words.impossible_date},
        ),
        FaultKind(
            contract,
            column,
            f"{contract}.{column}.future",
            _always,
            lambda row, words: {**row, column: words.far_date},
        ),
    )


_DIARY = (
    _value("diary", "pain_max", "11", "range"),
    _value("diary", "sleep_hours", "25", "range"),
    _value("diary", "sleep_min", "1500", "range"),
    _value("diary", "neck_pain", "7.5", "form"),
    _value("diary", "caffeine_mg", "-5", "range"),
    _value("diary", "acute_triptan", "21", "range"),
    _value("diary", "headache", "maybe", "form"),
    _value("diary", "onset_local", "25:10", "form"),
    _value("diary", "entry_status", "finished", "word"),
    _value("diary", "triggers_present", "chocolate|moon", "word"),
    *_date("diary", "diary_date"),
    FaultKind(
        "diary",
        "migraine",
        "diary.migraine.without_headache",
        _free,
        lambda row, words: {**row, "migraine": words.yes},
    ),
    FaultKind("diary", "pain_max", "diary.pain_max.without_headache", _free, _put("pain_max", "4")),
    FaultKind(
        "diary",
        "headache_minutes",
        "diary.headache_minutes.without_headache",
        _free,
        _put("headache_minutes", "90"),
    ),
    FaultKind(
        "diary",
        "triggers_present",
        "diary.triggers_present.not_asked",
        _filled("triggers_asked"),
        _put("triggers_present", "weather"),
    ),
    FaultKind(
        "diary",
        "entry_status",
        "diary.entry_status.missed_with_values",
        _filled("pain_max"),
        _put("entry_status", "missed"),
    ),
    FaultKind("diary", "person_key", DUPLICATE, _always, lambda row, _: row, appends=True),
    FaultKind(
        "diary",
        "pain_max",
        CONFLICT,
        lambda row, words: row["headache"] == words.yes,
        lambda row, _: {**row, "pain_max": "8" if row["pain_max"][:1] != "8" else "9"},
        appends=True,
    ),
    FaultKind(
        "diary",
        "person_key",
        CASE_VARIANT,
        _always,
        lambda row, _: {**row, "person_key": row["person_key"].upper()},
        appends=True,
    ),
)
_OTHERS = (
    _value("person", "birth_year", "1850", "range"),
    _value("person", "sex", "both", "word"),
    _value("person", "baseline_headache_days", "32", "range"),
    FaultKind(
        "person",
        "person_key",
        "person.person_key.missing",
        _always,
        _put("person_key", ""),
    ),
    _value("person", "person_key", "a b c", "pattern"),
    _value("visit", "setting", "spaceship", "word"),
    _value("visit", "pain_before", "11", "range"),
    _value("visit", "duration_min", "half an hour", "form"),
    *_date("visit", "visit_date"),
    _value("therapy", "therapy_code", "omt_magic", "word"),
    _value("therapy", "minutes", "600", "range"),
    *_date("therapy", "start_date"),
    _value("questionnaire", "instrument", "hit7", "word"),
    FaultKind(
        "questionnaire",
        "total",
        "questionnaire.total.hit6",
        lambda row, _: row["instrument"] == "hit6",
        _put("total", "77"),
    ),
    FaultKind(
        "questionnaire",
        "total",
        "questionnaire.total.sum",
        lambda row, _: row["instrument"] == "midas",
        lambda row, _: {**row, "total": str(int(float(row["total"].replace(",", "."))) + 1)},
    ),
    _value("diary_coverage", "to_date", "yesterday", "form"),
)
FAULT_KINDS: tuple[FaultKind, ...] = _DIARY + _OTHERS
