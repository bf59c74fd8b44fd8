"""The designs the trigger models read: one outcome day a row, each factor at its lag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    exposures = ", ".join(_at_lag(factor, factor.primary_lag) for factor in factors)
    names = ", ".join(f"x.{quoted(factor.code)}" for factor in factors)
    return f"""
WITH x AS (
    SELECT person_id, diary_date, {exposures}
    FROM features.factor_day
    WINDOW days AS (PARTITION BY person_id ORDER BY diary_date)
)
SELECT o.person_id, o.site_code, o.diary_date, s.attack_basis,
    CAST(o.is_onset AS DOUBLE) AS outcome, {names}
FROM features.onset_day AS o
JOIN features.diary_spine AS s ON s.person_id = o.person_id AND s.diary_date = o.diary_date
JOIN x ON x.person_id = o.person_id AND x.diary_date = o.diary_date
WHERE o.is_at_risk
ORDER BY o.person_id, o.diary_date
"""


def same_day_design_sql(factors: Sequence[Factor]) -> str:
    """Every day whose attack is known, with the same day's factors: for association only."""
    exposures = ", ".join(
        f"CAST({_value(factor)} AS DOUBLE) AS {quoted(factor.code)}" for factor in factors
    )
    return f"""
SELECT s.person_id, s.site_code, s.diary_date, s.attack_basis,
    CAST(s.is_attack AS DOUBLE) AS outcome, {exposures}
FROM features.diary_spine AS s
JOIN features.factor_day AS f ON f.person_id = s.person_id AND f.diary_date = s.diary_date
WHERE s.is_attack IS NOT NULL
ORDER BY s.person_id, s.diary_date
"""


def _value(factor: Factor) -> str:
    return f"extra[{sql_text(factor.code)}]" if factor.is_extra else quoted(factor.code)


def _at_lag(factor: Factor, lag: int) -> str:
    # The spine keeps every calendar day, so a row back is a day back, observed or not.
    value = f"CAST({_value(factor)} AS DOUBLE)"
    if lag:
        value = f"lag({value}, {lag}) OVER days"
    return f"{value} AS {quoted(factor.code)}"
