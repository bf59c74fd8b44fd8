"""What a table is, from its contract and its SQL alone: no data are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triggerscape.contract.releases.references import DIM_ESTIMAND
from triggerscape.describing.as_object import table_object
from triggerscape.explaining.lineage import sources_of, statement_of
from triggerscape.meanings.estimands import ESTIMANDS
from triggerscape.meanings.table_estimands import ESTIMAND_OF_TABLE

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.explaining.lineage import Source


@dataclass(frozen=True)
class Definition:
    """``described`` is the contract as ``triggerscape schema`` gives it.

    ``estimand`` is the row of dim_estimand declared for the table; None where its rows differ in
    theirs, as estimand_id says, and where it is no published fact.
    ``sql`` is the SELECT that makes the table and ``sql_file`` where it stands; both are empty for
    a table that comes from code. ``sources`` is everything it is made of, nearest first.
    """

    described: dict[str, Any]
    estimand: dict[str, str] | None
    sql_file: str
    sql: str
    sources: tuple[Source, ...]


def define(table: Table) -> Definition:
    """The definition of any declared table."""
    statement = statement_of(table)
    return Definition(
        described=table_object(table),
        estimand=_declared_estimand(table),
        sql_file=f"sql/{statement.name.replace('.', '/')}.sql" if statement else "",
        sql=statement.sql if statement else "",
        sources=sources_of(table),
    )


def _declared_estimand(table: Table) -> dict[str, str] | None:
    declared = ESTIMAND_OF_TABLE.get(table.name)
    for said in ESTIMANDS:
        if said[0] == declared:
            return dict(zip(DIM_ESTIMAND.column_names, said, strict=True))
    return None
