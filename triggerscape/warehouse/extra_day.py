"""features.extra_day: the factors that sites declare themselves, one column each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.factors import Factor

EXTRA_DAY = "features.extra_day"
_GRAIN = "one row per person and day with an entry; null is not recorded"
_DATE = Column("diary_date", Kind.DATE, "The person's local day", nullable=False)


def extra_day_table(factors: Sequence[Factor]) -> Table:
    """The contract: keys, and a column for each extra factor among ``factors``, in their order."""
    columns = (
        Column(factor.code, Kind.DOUBLE, f"{factor.label}, as the site recorded it")
        for factor in factors
        if factor.is_extra
    )
    key = ("person_id", "diary_date")
    return Table(EXTRA_DAY, _GRAIN, key, (PERSON_ID, _DATE, *columns), day="diary_date")


def extra_day_sql(factors: Sequence[Factor]) -> str:
    """The SELECT of that table: every value taken out of the entry's map, before it is sorted."""
    values = "".join(
        f", extra[{sql_text(factor.code)}] AS {quoted(factor.code)}"
        for factor in factors
        if factor.is_extra
    )
    return f"""-- grain: {_GRAIN}
WITH entry AS (
    SELECT person_id, diary_date{values}
    FROM core.diary_day
    WHERE entry_status <> 'missed'
)
FROM entry
ORDER BY person_id, diary_date
"""
