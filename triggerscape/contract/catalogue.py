"""Every declared table, by name."""

from __future__ import annotations

from triggerscape.contract.diary import DIARY, DIARY_COVERAGE
from triggerscape.contract.language import Table
from triggerscape.contract.person import PERSON, QUESTIONNAIRE
from triggerscape.contract.visit import THERAPY, VISIT

INPUTS: dict[str, Table] = {
    table.short_name: table
    for table in (PERSON, DIARY, DIARY_COVERAGE, VISIT, THERAPY, QUESTIONNAIRE)
}
