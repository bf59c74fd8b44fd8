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
    from collections.abc import Iterable, Sequence

    from triggerscape.factors import Factor

DATE = Column("diary_date", Kind.DATE, "The outcome day", nullable=False)
BASIS = Column("attack_basis", Kind.TEXT, "What counts as an attack day of this person")
OUTCOME = Column("outcome", Kind.DOUBLE, "1 where it happened, 0 where it did not")
KEYS = (PERSON_ID, SITE_CODE, DATE, BASIS, OUTCOME)
LAGS = (0, 1, 2, 3)
LEAD = -1


def at_lag(code: str, lag: int) -> str:
    """The column of a factor so many days before the outcome day; lag -1 is the day after."""
    return f"{code}_lead{-lag}" if lag < 0 else f"{code}_lag{lag}"


def same_day_table(factors: Sequence[Factor]) -> Table:
    """The contract of design.same_day."""
    return _table("design.same_day", "one row per person and day", [(f, f.code) for f in factors])


def timing_table(factors: Sequence[Factor]) -> Table:
    """The contract of design.timing: each factor at lags 0 to 3, and on the day after."""
    named = [(factor, at_lag(factor.code, lag)) for factor in factors for lag in (LEAD, *LAGS)]
    return _table("design.timing", "one row per person and at-risk day", named)


def same_day_design_sql(factors: Sequence[Factor]) -> str:
    """Every day whose attack is known, with the same day's factors: for association only."""
    columns, joins = exposures((factor, 0, factor.code) for factor in factors)
    return f"""
SELECT day.person_id, day.site_code, day.diary_date, day.attack_basis,
    CAST(day.is_attack AS DOUBLE) AS outcome{columns}
FROM features.diary_spine AS day{joins}
WHERE day.is_attack IS NOT NULL
ORDER BY day.person_id, day.diary_date
"""


def timing_design_sql(factors: Sequence[Factor]) -> str:
    """At-risk days with each factor on that day, one to three days before it, and the day after.

    What comes after an attack cannot have brought it on: it shows what people do because of one.
    """
    columns, joins = exposures(
        (factor, lag, at_lag(factor.code, lag)) for factor in factors for lag in (LEAD, *LAGS)
    )
    return f"""
SELECT day.person_id, day.site_code, day.diary_date, day.attack_basis,
    CAST(o.is_onset AS DOUBLE) AS outcome{columns}
FROM features.diary_spine AS day
JOIN features.onset_day AS o ON o.person_id = day.person_id AND o.diary_date = day.diary_date{joins}
WHERE o.is_at_risk
ORDER BY day.person_id, day.diary_date
"""


def exposures(wanted: Iterable[tuple[Factor, int, str]]) -> tuple[str, str]:
    """A column for each factor, lag and name, and one join for each table and lag they need."""
    chosen = list(wanted)
    from_entries = off_the_spine(factor for factor, _, _ in chosen)
    columns, joins = [], {(DIARY_SPINE.name, 0): ("day", "")}
    for factor, lag, name in chosen:
        table = DESIGN_DAY if factor in from_entries else DIARY_SPINE.name
        alias, _ = joins.setdefault((table, lag), join_at(table, lag))
        columns.append(f",\n    CAST({alias}.{quoted(factor.code)} AS DOUBLE) AS {quoted(name)}")
    return "".join(columns), "".join(join for _, join in joins.values())


def join_at(table: str, lag: int) -> tuple[str, str]:
    """A table of days joined as it stood ``lag`` calendar days before, with its alias."""
    alias = at_lag(table.split(".")[1], lag)
    then = f"day.diary_date - {lag}" if lag > 0 else f"day.diary_date + {-lag}"
    then = then if lag else "day.diary_date"
    return alias, (
        f"\nLEFT JOIN {table} AS {alias}"
        f"\n    ON {alias}.person_id = day.person_id AND {alias}.diary_date = {then}"
    )


def _table(name: str, grain: str, named: Iterable[tuple[Factor, str]]) -> Table:
    columns = (Column(name, Kind.DOUBLE, f"{f.label}, {f.step}") for f, name in named)
    return Table(name, grain, ("person_id", "diary_date"), (*KEYS, *columns))
