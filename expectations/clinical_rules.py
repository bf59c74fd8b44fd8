"""Row rules that join several columns: what cannot be true of one person's day, visit or score."""

from __future__ import annotations

from expectations.questionnaire_rules import questionnaire_rules
from expectations.row_rules import RowRule
from triggerscape.contract.diary import DIARY
from triggerscape.warehouse.ledger.arrived_rows import words_of_list

_CLINICAL = tuple(
    column.name
    for column in DIARY
    if column.name
    not in {
        *DIARY.key,
        "diary_day",
        "entry_basis",
        "entry_status",
        "entered_at",
        "recorded_at",
        "is_deleted",
        "triggers_asked",
    }
)


_MEND = "the site looks which of the two is right, corrects the row and sends it again"


_ASKED, _PRESENT = (words_of_list(f"typed.triggers_{which}") for which in ("asked", "present"))


def _rule(code: str, column: str, sentence: str, broken: str, fix: str = _MEND) -> RowRule:
    return RowRule(code, column, sentence, broken, fix)


def _not_after_extract(contract: str, column: str, unless: str = "false") -> RowRule:
    return _rule(
        f"{contract}.{column}.future",
        column,
        f"{column} lies after the day the site extracted its data; after 2100, if none is known",
        f"typed.{column} > coalesce(CAST(extracted_at AS DATE) + 1, DATE '2100-12-31') "
        f"AND NOT {unless}",
        "check the site's clock and its date form; extracted_at stands in manifest.json",
    )


def _not_before_2000(contract: str, column: str) -> RowRule:
    return _rule(
        f"{contract}.{column}.too_early",
        column,
        f"{column} lies before 2000",
        f"typed.{column} < DATE '2000-01-01'",
        "a year of two figures or a default date: check the date forms in [dates]",
    )


_IS_NOT_ASKED = f"len(list_filter({_PRESENT}, lambda code: NOT list_contains({_ASKED}, code))) > 0"
_TRIGGER_NOT_ASKED = RowRule(
    "diary.triggers_present.not_asked",
    "triggers_present",
    "a trigger was ticked that the diary did not ask about",
    _IS_NOT_ASKED,
    _MEND,
    # Nearly every list of triggers stands in one piece in the list of those asked about.
    quick="NOT contains('|' || typed.triggers_asked || '|', "
    f"'|' || typed.triggers_present || '|') AND {_IS_NOT_ASKED}",
)

CLINICAL_RULES: dict[str, tuple[RowRule, ...]] = {
    "diary": (
        _rule(
            "diary.migraine.without_headache",
            "migraine",
            "a migraine day is a headache day",
            "typed.migraine AND NOT typed.headache",
        ),
        _rule(
            "diary.pain_max.without_headache",
            "pain_max",
            "pain was given for a day without headache",
            "typed.pain_max > 0 AND NOT typed.headache",
        ),
        _rule(
            "diary.headache_minutes.without_headache",
            "headache_minutes",
            "minutes of headache were given for a day without headache",
            "typed.headache_minutes > 0 AND NOT typed.headache",
        ),
        _TRIGGER_NOT_ASKED,
        _rule(
            "diary.entry_status.missed_with_values",
            "entry_status",
            "a missed day carries a clinical value",
            "typed.entry_status = 'missed' AND coalesce("
            + ", ".join(f"CAST(typed.{name} AS VARCHAR)" for name in _CLINICAL)
            + ") IS NOT NULL",
        ),
        _not_before_2000("diary", "diary_date"),
        _not_after_extract("diary", "diary_date"),
    ),
    "diary_coverage": (
        _rule(
            "diary_coverage.to_date.before_from",
            "to_date",
            "the last covered day lies before the first",
            "typed.to_date < typed.from_date",
        ),
        # Covered days without an entry count as free of headache, so none may lie in the future.
        _not_before_2000("diary_coverage", "from_date"),
        _not_after_extract("diary_coverage", "to_date"),
    ),
    "visit": (_not_after_extract("visit", "visit_date", "typed.status = 'planned'"),),
    "therapy": (
        _rule(
            "therapy.end_date.before_start",
            "end_date",
            "the therapy ends before it begins",
            "typed.end_date < typed.start_date",
        ),
        _not_after_extract("therapy", "start_date", "typed.status = 'planned'"),
        _rule(
            "therapy.cost_currency.missing_with_amount",
            "cost_currency",
            "an amount is given, but not in which currency",
            "typed.cost_currency IS NULL AND raw.cost_currency IS NULL "
            "AND (typed.cost_amount IS NOT NULL OR typed.covered_amount IS NOT NULL)",
            'if all amounts are in one: [columns.therapy.cost_currency] constant = "EUR"',
        ),
        _rule(
            "therapy.covered_amount.above_cost",
            "covered_amount",
            "a payer paid more than was charged",
            "typed.covered_amount > typed.cost_amount",
        ),
    ),
    "person": (
        _rule(
            "person.left_on.before_enrolled",
            "left_on",
            "the person left before joining",
            "typed.left_on < typed.enrolled_on",
        ),
    ),
    "questionnaire": (
        *questionnaire_rules(),
        _not_after_extract("questionnaire", "completed_on"),
    ),
}
