"""Every Egress by the name of its table, and the rounding rule it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.egress.spec import Egress, Period
from triggerscape.disclosure.egress.tables.burden_tables import BURDEN_TABLES
from triggerscape.disclosure.egress.tables.course_tables import COURSE_TABLES
from triggerscape.disclosure.egress.tables.model_tables import MODEL_TABLES
from triggerscape.disclosure.egress.tables.reference_tables import REFERENCE_TABLES
from triggerscape.disclosure.egress.tables.therapy_tables import THERAPY_TABLES
from triggerscape.disclosure.egress.tables.trigger_tables import TRIGGER_TABLES
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.disclosure.rule import Rule

EVERY_EGRESS: tuple[Egress, ...] = (
    *BURDEN_TABLES,
    *COURSE_TABLES,
    *TRIGGER_TABLES,
    *THERAPY_TABLES,
    *MODEL_TABLES,
    *REFERENCE_TABLES,
)
_BY_TABLE = {egress.table.name: egress for egress in EVERY_EGRESS}


def egress_of(table: str) -> Egress:
    """How the table of that full name may leave; DisclosureRefused where nobody said."""
    if table not in _BY_TABLE:
        raise DisclosureRefused(
            "E430",
            f"{table}: nobody said how it may leave",
            where=table,
            fix="Declare its Egress in triggerscape/disclosure/egress/.",
        )
    return _BY_TABLE[table]


def rule_of(table: Table, rule: Rule) -> Rule:
    """The rule with the table's own rounding base, where that is larger."""
    return egress_of(table.name).rule(rule)


def has_people(egress: Egress) -> bool:
    """True where rows of the table are about people."""
    return egress.period is not Period.NONE
