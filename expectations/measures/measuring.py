"""Measuring a judged file: one pass over its rows, by month, folded into measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from expectations.measures.aggregates import DAY_COLUMN, Aggregate, aggregates, scaled_columns
from expectations.measures.within_person import within_person
from triggerscape.quality.file_measures import EPOCH, FEWEST_VALUES, Measure
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.delivery.profiles.profile import SiteProfile

    Counts = Mapping[str, float]


def measure(
    con: duckdb.DuckDBPyConnection, table: Table, profile: SiteProfile, rows: str = "judged"
) -> list[Measure]:
    """The measures of a judged file, sorted; only those that are not zero.

    ``rows`` names a view of arrived rows: the contract's columns, the profile's x_ columns,
    ``person_id`` and ``broken`` (NULL in sound rows), refused rows among them. No sum over fewer
    than 11 known values is given: smaller months are put together, and left out where even
    together they are fewer.
    """
    groups = con.execute(measure_sql(table, profile, rows)).fetchall()
    return sorted(
        one
        for one in (
            *_of_rows(groups),
            *_of_columns(aggregates(table, profile), groups),
            *within_person(con, table, profile, rows),
            *_people(con.execute(_people_sql(table, rows)).fetchall()),
            *_broken(con.execute(_broken_sql(rows)).fetchall()),
        )
        if one.value
    )


def measure_sql(table: Table, profile: SiteProfile, rows: str = "judged") -> str:
    """SELECT of one row a month: its number, rows, refused rows, first and last day, aggregates."""
    scaled = ",\n    ".join(
        f"{sql} AS {quoted(f'milli_{name}')}" for name, sql in scaled_columns(table, profile)
    )
    counted = ",\n    ".join(one.sql for one in aggregates(table, profile))
    sound_day = "CASE WHEN broken IS NULL THEN day END"
    return f"""
SELECT month_number, count(*), count(broken), min({sound_day}), max({sound_day}),
    {counted}
FROM (
    SELECT *, {_day(table)} AS day, {_month_number(table)} AS month_number{"," if scaled else ""}
    {scaled}
    FROM {rows}
)
GROUP BY month_number
ORDER BY month_number NULLS LAST
"""


def _people_sql(table: Table, rows: str) -> str:
    """(month number, people) for each month, and (-1, people) for the file."""
    return f"""
WITH seen AS (SELECT DISTINCT {_month_number(table)} AS month_number, person_id FROM {rows})
SELECT month_number, count(*) FROM seen WHERE month_number IS NOT NULL GROUP BY month_number
UNION ALL SELECT -1, count(DISTINCT person_id) FROM seen
"""


def _broken_sql(rows: str) -> str:
    broken = f"SELECT unnest(broken) AS code FROM {rows}"
    return f"SELECT code, count(*) FROM ({broken}) GROUP BY code"


def _day(table: Table) -> str:
    return quoted(DAY_COLUMN[table.short_name])


def _month_number(table: Table) -> str:
    # A file with a day in each of ten thousand years must not make as many months.
    day = _day(table)
    return f"CASE WHEN year({day}) BETWEEN 2000 AND 2100 THEN year({day}) * 12 + month({day}) END"


def _period(month_number: int | None) -> str:
    if month_number is None:
        return ""
    year, month = divmod(month_number - 1, 12)
    return f"{year:04d}-{month + 1:02d}"


def _of_rows(groups: Sequence[tuple[Any, ...]]) -> Iterable[Measure]:
    """Rows and refused rows by month and in all; the first and last day of sound rows."""
    for number, rows, refused, *_ in groups:
        if number is not None:
            yield Measure("", _period(number), "rows", float(rows))
            yield Measure("", _period(number), "refused", float(refused))
    yield Measure("", "", "rows", float(sum(group[1] for group in groups)))
    yield Measure("", "", "refused", float(sum(group[2] for group in groups)))
    firsts, lasts = ([g[place] for g in groups if g[place]] for place in (3, 4))
    if firsts:
        yield Measure("", "", "first_day", _day_number(min(firsts)))
        yield Measure("", "", "last_day", _day_number(max(lasts)))


def _day_number(day: date) -> float:
    return float((day - EPOCH).days)


def _of_columns(asked: Sequence[Aggregate], groups: Sequence[tuple[Any, ...]]) -> list[Measure]:
    by_column: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for number, _, _, _, _, *values in groups:
        for aggregate, value in zip(asked, values, strict=True):
            by_column[aggregate.column][_period(number)].update(_named(aggregate, value))
    return [
        one for column, counts in by_column.items() for one in _without_small_sums(column, counts)
    ]


def _named(aggregate: Aggregate, value: Any) -> dict[str, float]:
    """The measures in one value of one month; sums arrive as whole numbers and are divided once."""
    if aggregate.is_by_word:
        return {f"word {word}": float(count) for word, count in (value or {}).items()}
    return {aggregate.name: float(value or 0) / aggregate.per}


def _without_small_sums(column: str, months: Mapping[str, Counts]) -> Iterable[Measure]:
    """Measures of one column by month and in all, none of them over fewer than 11 values.

    The file's sums are those of the months shown and, where it is large enough, of all the small
    months together; so nothing small is left between them either. How many values a small month
    has is told under ``few``.
    """
    everything, rest = Counter[str](), Counter[str]()
    for period, counts in months.items():
        if period and counts["known"] >= FEWEST_VALUES:
            yield from (Measure(column, period, name, value) for name, value in counts.items())
            everything.update(counts)
        else:
            rest.update(counts)
            if period:
                yield Measure(column, period, "few", counts["known"])
    if rest["known"] >= FEWEST_VALUES:
        everything.update(rest)
    yield from (Measure(column, "", name, value) for name, value in everything.items())


def _people(counted: Sequence[tuple[int, int]]) -> Iterable[Measure]:
    for number, people in counted:
        yield Measure("", "" if number == -1 else _period(number), "people", float(people))


def _broken(counted: Sequence[tuple[str, int]]) -> Iterable[Measure]:
    for code, rows in counted:
        yield Measure("", "", f"broken {code}", float(rows))
