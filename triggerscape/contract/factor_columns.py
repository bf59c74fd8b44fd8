"""Where the factors of the catalogue are kept: each is a column of one table of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.changes import CHANGE_DAY
from triggerscape.contract.days import DIARY_SPINE
from triggerscape.contract.factor_days import CYCLE_DAY, FACTOR_DAY

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

FACTOR_TABLES: tuple[Table, ...] = (DIARY_SPINE, FACTOR_DAY, CHANGE_DAY, CYCLE_DAY)


def table_of_factor(code: str) -> Table:
    """The table whose column a factor is; LookupError when none has it."""
    for table in FACTOR_TABLES:
        if code in table.column_names:
            return table
    raise LookupError(f"no table of days has the factor {code}")
