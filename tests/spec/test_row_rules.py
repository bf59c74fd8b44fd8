"""Row rules by example: for every rule of every contract, a value it refuses and one it takes."""

from __future__ import annotations

import pytest
from judged_rows import PROFILE, broken_by

from expectations.judging import rules_of
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.language import Column, Kind, Table

_PLAIN = {
    Kind.BOOLEAN: "true",
    Kind.DATE: "2025-03-01",
    Kind.TIME: "08:30",
    Kind.TIMESTAMP: "2025-03-01T08:30:00",
    Kind.TEXT: "plain",
}
_NOT_WRITTEN_SO = {
    Kind.BOOLEAN: "maybe",
    Kind.SMALLINT: "1.5",
    Kind.INTEGER: "1.5",
    Kind.DOUBLE: "1e1",
    Kind.DATE: "2025-02-30",
    Kind.TIME: "24:00",
    Kind.TIMESTAMP: "yesterday",
}
_KEYS = {"site_code": "AA", "person_key": "person-1", "dx_codes": "icd10:G43.7"}


def _good(column: Column) -> str:
    """A text that breaks no rule of the column by itself."""
    if column.name in _KEYS:
        return _KEYS[column.name]
    if column.values:
        return column.values[0]
    if column.low is not None:
        return f"{column.low:g}"
    return _PLAIN[column.kind]


def _required(table: Table) -> dict[str, str]:
    """A row with its required columns only: sound in every contract."""
    return {column.name: _good(column) for column in table if not column.nullable}


def _cases(kind: str) -> list[tuple[Table, Column, str]]:
    """(table, column, offending text) for every column that has a rule of this kind."""
    cases = []
    for table in INPUTS.values():
        for column in table:
            match kind:
                case "form" if column.kind in _NOT_WRITTEN_SO:
                    cases.append((table, column, _NOT_WRITTEN_SO[column.kind]))
                case "range":
                    cases += [
                        (table, column, f"{limit:.0f}")
                        for limit in (
                            None if column.low is None else column.low - 1,
                            None if column.high is None else column.high + 1,
                        )
                        if limit is not None
                    ]
                case "word" if column.values:
                    cases.append((table, column, "gibberish"))
                case "pattern" if column.pattern:
                    cases.append((table, column, "ä b"))
    return cases


@pytest.mark.parametrize("table", INPUTS.values(), ids=lambda table: table.short_name)
def test_a_row_of_required_columns_breaks_nothing(table: Table) -> None:
    assert broken_by(table, _required(table)) == [[]]


@pytest.mark.parametrize("table", INPUTS.values(), ids=lambda table: table.short_name)
def test_each_required_column_is_missed_by_its_own_rule(table: Table) -> None:
    required = _required(table)
    rows = [{**required, name: None} for name in required]
    # The site's own code is written in by the mapping only where the column is not sent at all.
    assert broken_by(table, *rows) == [[f"{table.short_name}.{name}.missing"] for name in required]


@pytest.mark.parametrize("kind", ["form", "range", "word", "pattern"])
def test_each_column_refuses_what_its_contract_forbids(kind: str) -> None:
    cases = _cases(kind)
    assert cases
    for table in INPUTS.values():
        ours = [(column, text) for owner, column, text in cases if owner is table]
        rows = [{**_required(table), column.name: text} for column, text in ours]
        for (column, _), broken in zip(ours, broken_by(table, *rows), strict=True):
            assert f"{table.short_name}.{column.name}.{kind}" in broken


def test_every_column_takes_both_ends_of_its_range() -> None:
    for table in INPUTS.values():
        ends = [
            (column, f"{end:g}")
            for column in table
            for end in (column.low, column.high)
            if end is not None
        ]
        rows = [{**_required(table), column.name: end} for column, end in ends]
        for (column, _), broken in zip(ends, broken_by(table, *rows), strict=True):
            assert f"{table.short_name}.{column.name}.range" not in broken


@pytest.mark.parametrize(
    ("contract", "row", "rule"),
    [
        ("diary", {"migraine": "true", "headache": "false"}, "migraine.without_headache"),
        ("diary", {"pain_max": "3", "headache": "false"}, "pain_max.without_headache"),
        (
            "diary",
            {"headache_minutes": "9", "headache": "false"},
            "headache_minutes.without_headache",
        ),
        (
            "diary",
            {"triggers_asked": "stress", "triggers_present": "stress|travel"},
            "triggers_present.not_asked",
        ),
        (
            "diary",
            {"entry_status": "missed", "stress": "4"},
            "entry_status.missed_with_values",
        ),
        ("diary", {"diary_date": "1999-12-31"}, "diary_date.too_early"),
        ("diary", {"diary_date": "2101-01-01"}, "diary_date.future"),
        ("diary_coverage", {"to_date": "2025-02-28"}, "to_date.before_from"),
        ("therapy", {"end_date": "2025-02-28"}, "end_date.before_start"),
        (
            "person",
            {"enrolled_on": "2025-03-02", "left_on": "2025-03-01"},
            "left_on.before_enrolled",
        ),
        ("questionnaire", {"instrument": "hit6", "total": "37"}, "total.hit6"),
        (
            "questionnaire",
            {"instrument": "midas", "total": "9"} | {f"item_{n}": "2" for n in range(1, 6)},
            "total.sum",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_true_of_one_row_is_refused(
    contract: str, row: dict[str, str], rule: str
) -> None:
    table = INPUTS[contract]
    assert broken_by(table, {**_required(table), **row}) == [[f"{contract}.{rule}"]]


@pytest.mark.parametrize(
    "row",
    [
        {"migraine": "true"},
        {"pain_max": "0", "headache": "false"},
        {"triggers_present": "stress"},
        {"entry_status": "missed"},
        {"entry_status": "missed", "triggers_asked": "stress"},
    ],
    ids=str,
)
def test_what_is_unknown_contradicts_nothing(row: dict[str, str]) -> None:
    assert broken_by(INPUTS["diary"], {**_required(INPUTS["diary"]), **row}) == [[]]


def test_no_two_rules_share_a_code() -> None:
    for table in INPUTS.values():
        codes = [rule.code for rule in rules_of(table, PROFILE)]
        assert len(codes) == len(set(codes))
