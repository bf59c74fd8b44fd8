"""Contract of what divides people into groups."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Table
from triggerscape.contract.person import PERSON

_TRAITS = ("sex", "diagnosis", "birth_year", "age_years")

PERSON_TRAIT = Table(
    name="features.person_trait",
    grain="one row per person",
    key=("person_id",),
    columns=(PERSON_ID, SITE_CODE, *(PERSON.column(name) for name in _TRAITS)),
)
PEOPLE: tuple[Table, ...] = (PERSON_TRAIT,)
