"""Questionnaires as FHIR resources: one response with its items and its total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triggerscape.cohort.clinical.answer_lines import ITEMS
from triggerscape.cohort.clinical.fhir.elements import identified, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.cohort.clinical.records import Records


def questionnaire_responses(records: Records, *, is_logical: bool) -> Iterator[dict[str, Any]]:
    """One QuestionnaireResponse a row; its items are called as in ``answers``."""
    for row in records.questionnaire.iter_rows(named=True):
        instrument, day = row["instrument"], row["completed_on"]
        names = [f"item_{number}" for number in range(1, ITEMS[instrument] + 1)]
        yield {
            **identified(
                f"{row['person_key']}-{instrument}-{day:%Y%m%d}",
                row["recorded_at"],
                is_logical=is_logical,
            ),
            "questionnaire": f"Questionnaire/{instrument}",
            "status": "completed",
            "subject": reference("Patient", row["person_key"], is_logical=is_logical),
            "authored": day.isoformat(),
            "item": [
                {"linkId": f"{instrument}_{name}", "answer": [{"valueInteger": row[name]}]}
                for name in (*names, "total")
                if row[name] is not None
            ],
        }
