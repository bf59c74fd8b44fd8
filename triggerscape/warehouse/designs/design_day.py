"""features.design_day: every factor of a day in one place, ready for the designs of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.days import DIARY_SPINE
from triggerscape.contract.factor_columns import table_of_factor
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triggerscape.factors import Factor

DESIGN_DAY = "features.design_day"
_GRAIN = "one row per person and day with an entry; null is not known"
_DATE = Column("diary_date", Kind.DATE, "The person's local day", nullable=False)


def design_day_table(factors: Sequence[Factor]) -> Table:
    """The contract: keys, and a column for each factor that is not on the spine already.

    The factors that sites declare are among them, as they were recorded.
    """
    columns = (_column(factor) for factor in off_the_spine(factors))
    key = ("person_id", "diary_date")
    return Table(DESIGN_DAY, _GRAIN, key, (PERSON_ID, _DATE, *columns), day="diary_date")


def design_day_sql(factors: Sequence[Factor]) -> str:
    """The SELECT of that table: each table of factors joined once, on the day itself."""
    factors = off_the_spine(factors)
    extras = "".join(
        f",\n        extra[{sql_text(factor.code)}] AS {quoted(factor.code)}"
        for factor in factors
        if factor.is_extra
    )
    tables = [table_of_factor(factor.code) for factor in factors if not factor.is_extra]
    joins = "".join(
        f"\nLEFT JOIN {table.name} AS {table.short_name}"
        f"\n    ON {table.short_name}.person_id = entry.person_id"
        f" AND {table.short_name}.diary_date = entry.diary_date"
        for table in dict.fromkeys(tables)
    )
    columns = "".join(f", {quoted(factor.code)}" for factor in factors)
    # Values are taken out of the entry's map before anything is joined or sorted.
    return f"""-- grain: {_GRAIN}
WITH entry AS (
    SELECT person_id, diary_date{extras}
    FROM core.diary_day
    WHERE entry_status <> 'missed'
)
SELECT entry.person_id, entry.diary_date{columns}
FROM entry{joins}
ORDER BY entry.person_id, entry.diary_date
"""


def off_the_spine(factors: Iterable[Factor]) -> list[Factor]:
    """The factors known only from an entry; the others are known of every day of the calendar."""
    return [
        factor
        for factor in factors
        if factor.is_extra or table_of_factor(factor.code) is not DIARY_SPINE
    ]


def _column(factor: Factor) -> Column:
    if factor.is_extra:
        return Column(factor.code, Kind.DOUBLE, f"{factor.label}, as the site recorded it")
    return table_of_factor(factor.code).column(factor.code)
