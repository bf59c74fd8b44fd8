"""The designs the trigger models read: one outcome day a row, each factor at its lag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.days import DIARY_SPINE
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.warehouse.designs.design_day import DESIGN_DAY, off_the_spine
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from triggerscape.factors import Factor

_DATE = Column("diary_date", Kind.DATE, "The outcome day", nullable=False)
_BASIS = Column("attack_basis", Kind.TEXT, "What counts as an attack day of this person")
_OUTCOME = Column("outcome", Kind.DOUBLE, "1 where it happened, 0 where it did not")


def design_table(name: str, grain: str, factors: Sequence[Factor]) -> Table:
    """The contract of a design: keys, outcome, and a column a factor."""
    columns = tuple(
        Column(factor.code, Kind.DOUBLE, f"{factor.label}, {factor.step}") for factor in factors
    )
    key = ("person_id", "diary_date")
    return Table(name, grain, key, (PERSON_ID, SITE_CODE, _DATE, _BASIS, _OUTCOME, *columns))


def onset_design_sql(factors: Sequence[Factor]) -> str:
    """At-risk days with each factor at its pre-registered lag; 1 where an attack began."""
    exposures, joins = _exposures(factors, lambda factor: factor.primary_lag)
    return f"""
SELECT day.person_id, day.site_code, day.diary_date, day.attack_basis,
    CAST(o.is_onset AS DOUBLE) AS outcome{exposures}
FROM features.diary_spine AS day
JOIN features.onset_day AS o ON o.person_id = day.person_id AND o.diary_date = day.diary_date{joins}
WHERE o.is_at_risk
ORDER BY day.person_id, day.diary_date
"""


def same_day_design_sql(factors: Sequence[Factor]) -> str:
    """Every day whose attack is known, with the same day's factors: for association only."""
    exposures, joins = _exposures(factors, lambda _: 0)
    return f"""
SELECT day.person_id, day.site_code, day.diary_date, day.attack_basis,
    CAST(day.is_attack AS DOUBLE) AS outcome{exposures}
FROM features.diary_spine AS day{joins}
WHERE day.is_attack IS NOT NULL
ORDER BY day.person_id, day.diary_date
"""


def _exposures(factors: Sequence[Factor], lag_of: Callable[[Factor], int]) -> tuple[str, str]:
    """A column for each factor, and one join for each table and lag that they need."""
    from_entries = off_the_spine(factors)
    columns, joins = [], {(DIARY_SPINE.name, 0): ("day", "")}
    for factor in factors:
        table = DESIGN_DAY if factor in from_entries else DIARY_SPINE.name
        lag = lag_of(factor)
        alias, _ = joins.setdefault((table, lag), _join(table, lag))
        code = quoted(factor.code)
        columns.append(f",\n    CAST({alias}.{code} AS DOUBLE) AS {code}")
    return "".join(columns), "".join(join for _, join in joins.values())


def _join(table: str, lag: int) -> tuple[str, str]:
    """A table of days joined as it stood ``lag`` calendar days before, with its alias."""
    alias = f"{table.split('.')[1]}_{lag}"
    then = f"day.diary_date - {lag}" if lag else "day.diary_date"
    return alias, (
        f"\nLEFT JOIN {table} AS {alias}"
        f"\n    ON {alias}.person_id = day.person_id AND {alias}.diary_date = {then}"
    )
