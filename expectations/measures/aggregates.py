"""What is counted and summed of each column of a judged file: cheap sums only, exact ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from expectations.measures.suspicions import SUSPICIONS
from expectations.row_rules import number_outside_range
from triggerscape.contract.language import Column, Kind
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.delivery.profiles.profile import SiteProfile

# The day a row is about; a person without a day of enrolment belongs to no month.
DAY_COLUMN = {
    "person": "enrolled_on",
    "diary": "diary_date",
    "diary_coverage": "from_date",
    "visit": "visit_date",
    "therapy": "start_date",
    "questionnaire": "completed_on",
}
# Columns whose association with headache has a direction that should be the same everywhere.
POLAR = ("pain_max", "sleep_quality", "posture_rating", "stress", "neck_pain")
# What forms put in where nobody answered.
SENTINELS = (-999, -99, -9, 99, 999, 9999)
DEFAULT_DATES = ("1900-01-01", "1901-01-01", "1970-01-01", "1980-01-01", "1999-12-31", "2000-01-01")
LATE_DAYS = 3
# Sums are taken over whole thousandths, so that they do not depend on the order of addition;
# no contract reaches the limit, and its square still fits into 64 bits.
THOUSANDTHS = 1000
_FARTHEST = 1_000_000


class Aggregate(NamedTuple):
    """One aggregate of a column and the measure it becomes, after division by ``per``.

    With ``is_by_word`` the SQL gives a map, word to count.
    """

    column: str
    name: str
    sql: str
    per: float = 1.0
    is_by_word: bool = False


def scaled_columns(table: Table, profile: SiteProfile) -> list[tuple[str, str]]:
    """(name, SQL) of every number in whole thousandths; x_ columns the profile declares too."""
    numbers = [(c.name, quoted(c.name)) for c in table if c.kind.is_number]
    if table.short_name == "diary":
        codes = [extra.factor.code for extra in profile.extras]
        numbers += [(code, quoted(code)) for code in codes]
    return [(name, _scaled(value)) for name, value in numbers]


def aggregates(table: Table, profile: SiteProfile) -> list[Aggregate]:
    """Every aggregate of a contract's judged rows; ``scaled`` columns stand under milli_<name>."""
    found = [
        aggregate for name, _ in scaled_columns(table, profile) for aggregate in _of_number(name)
    ]
    for column in table:
        found += _of_column(table, column)
    found += [
        Aggregate(one.column, one.name, _count(one.broken))
        for one in SUSPICIONS
        if one.contract == table.short_name
    ]
    return found


def _scaled(value: str) -> str:
    # least() and greatest() skip a NULL, and would make a number of it.
    limited = f"least(greatest({value}, {-_FARTHEST}), {_FARTHEST})"
    scaled = f"CAST(round({limited} * {THOUSANDTHS}) AS BIGINT)"
    return f"CASE WHEN {value} IS NOT NULL THEN {scaled} END"


def _count(condition: str) -> str:
    return f"count_if({condition})"


def _of_number(name: str) -> list[Aggregate]:
    value = quoted(f"milli_{name}")
    sentinels = ", ".join(str(number * THOUSANDTHS) for number in SENTINELS)
    return [
        Aggregate(name, "known", f"count({value})"),
        Aggregate(name, "nonzero", _count(f"{value} <> 0")),
        Aggregate(name, "sum", f"sum({value})", THOUSANDTHS),
        Aggregate(name, "square_sum", f"sum({value} * {value})", THOUSANDTHS**2),
        Aggregate(name, "sentinel", _count(f"{value} IN ({sentinels})")),
    ]


def _of_column(table: Table, column: Column) -> list[Aggregate]:
    name, value = column.name, quoted(column.name)
    if column.kind.is_number:
        if column.low is None and column.high is None:
            return []
        return [Aggregate(name, "outside", _count(number_outside_range(column, value)))]
    found = [Aggregate(name, "known", f"count({value})")]
    match column.kind:
        case Kind.BOOLEAN:
            found.append(Aggregate(name, "yes", _count(value)))
        case Kind.DATE:
            days = ", ".join(f"DATE {sql_text(day)}" for day in DEFAULT_DATES)
            found += [
                Aggregate(name, "default_date", _count(f"{value} IN ({days})")),
                Aggregate(name, "new_year", _count(f"month({value}) = 1 AND day({value}) = 1")),
            ]
        case Kind.TIMESTAMP:
            hours = f"CAST(hour({value}) * 60 + minute({value}) AS BIGINT)"
            found += [
                Aggregate(name, "midnight", _count(f"{hours} = 0")),
                Aggregate(name, "nonzero", _count(f"{hours} <> 0")),
                Aggregate(name, "sum", f"sum({hours})", 60),
                Aggregate(name, "square_sum", f"sum({hours} * {hours})", 60**2),
            ]
        case Kind.TEXT if column.values:
            words = f"CASE WHEN {value} IN ({sql_texts(column.values)}) THEN {value} END"
            found.append(Aggregate(name, "word", f"histogram({words})", is_by_word=True))
    if name == "entered_at" and table.short_name == "diary":
        late = f"CAST({value} AS DATE) - diary_date > {LATE_DAYS}"
        found.append(Aggregate(name, "late", _count(late)))
    return found
