"""SELECTs of the people whose days could move a factor in a within-person model.

The same rule as the engine's, written as SQL: a day is used when its outcome and every column of
the model are known, a column that somebody never recorded apart; a cell (a person, or a person's
stratum) tells of a factor when it has an event, another day, and the factor varies in it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from triggerscape.warehouse.literals import quoted, sql_text

_MODULUS = 1_000_000_000_039
_BITS = 62
WEIGHT = "(date_diff('day', DATE '2000-01-01', diary_date) * 48271 % 99991 + 99991)"
PERSON = ("person_id", "site_code")


@dataclass(frozen=True)
class Days:
    """Days of people: ``table`` where ``where`` holds, told apart by ``levels`` (name: expression).

    ``cell`` is an expression that parts a person's days into strata, empty for one stratum.
    Days of another level are those of somebody else: they are fitted by themselves.
    """

    table: str
    where: str
    levels: Mapping[str, str] = field(default_factory=dict)
    cell: str = ""


def informative_sql(
    days: Days, models: Mapping[str, Sequence[str]], *, needs_other_days: bool = False
) -> str:
    """One row per name of ``models`` and person (and level) who could move it.

    ``models`` gives for each name, a column of the days, the columns of the model that answers for
    it. ``needs_other_days`` leaves out cells whose every day has an event. Columns: name, the
    levels, person_id, site_code, digest: of the days used, their outcomes and all columns of the
    model, blind to their order.
    """
    sets = {columns: place for place, columns in enumerate(_distinct(models.values()))}
    told = {
        name: (f"varies_{place}", f"_{sets[_as_set(columns)]}")
        for place, (name, columns) in enumerate(models.items())
    }
    both = " AND events{0} < days{0}" if needs_other_days else ""
    entries = ",\n        ".join(
        f"{{'name': {sql_text(name)}, 'is_in': {varies}, 'digest': {_digest(suffix)}}}"
        for name, (varies, suffix) in told.items()
    )
    return f"""
WITH {complete_days(days, sets)},
cell AS (
    SELECT {_units(days)}, stratum,
        {_listed(_sums(suffix) for suffix in _suffixes(sets))},
        {
        _listed(
            f"max({_used(name, suffix)}) > min({_used(name, suffix)}) AS {varies}"
            for name, (varies, suffix) in told.items()
        )
    }
    FROM day
    GROUP BY {_units(days)}, stratum
),
person AS (
    SELECT {_units(days)},
        {
        _listed(
            f"coalesce(sum({sum_}{suffix}) FILTER (events{suffix} > 0 AND days{suffix} > 1"
            f"{both.format(suffix)}), 0) AS {sum_}{suffix}"
            for suffix in _suffixes(sets)
            for sum_ in ("days", "events", "mark")
        )
    },
        {
        _listed(
            f"coalesce(bool_or({varies} AND events{suffix} > 0 AND days{suffix} > 1"
            f"{both.format(suffix)}), false) AS {varies}"
            for varies, suffix in told.values()
        )
    }
    FROM cell
    GROUP BY {_units(days)}
),
told AS (
    SELECT {_units(days)}, unnest([
        {entries}
    ], recursive := true)
    FROM person
)
SELECT name, {_units(days)}, digest FROM told WHERE is_in"""


def complete_days(days: Days, sets: Mapping[frozenset[str], int]) -> str:
    """The CTEs up to ``day``: every day with a known outcome, whole_i and mark_i for each set.

    What is missing on a day, and what somebody never recorded, are bits: one a column, in the order
    of their names, ``_BITS`` a word.
    """
    columns = sorted(frozenset().union(*sets))
    words = words_of(columns)
    levels = "".join(
        f", {expression} AS {quoted(name)}" for name, expression in days.levels.items()
    )
    return f"""given AS (
    SELECT person_id, site_code{levels}, {days.cell or "0"} AS stratum, diary_date,
        outcome, {_listed(map(quoted, columns))},
        {_listed(f"{missing_bits(columns, word)} AS missing_{word}" for word in words)}
    FROM {days.table}
    WHERE {days.where}
),
recorded AS (
    SELECT {_units(days)}, {_listed(f"bit_and(missing_{w}) AS never_{w}" for w in words)}
    FROM given
    GROUP BY {_units(days)}
),
coded AS (
    SELECT given.*, {_listed(f"never_{word}" for word in words)},
        {_listed(f"{_code(column)} AS code_{k}" for k, column in enumerate(columns))}
    FROM given
    JOIN recorded USING ({_units(days)})
    WHERE outcome IS NOT NULL
),
day AS (
    SELECT *,
        {_listed(f"{whole_of(chosen, columns)} AS whole_{k}" for chosen, k in sets.items())},
        {_listed(f"{_mark(chosen, columns)} AS mark_{k}" for chosen, k in sets.items())}
    FROM coded
)"""


def is_never(place: int) -> str:
    """Whether a person of ``day`` never recorded the column at this place, by name, of the set."""
    return f"(never_{place // _BITS} & {1 << place % _BITS} <> 0)"


def digest_of(*parts: str) -> str:
    """A whole number of these SQL expressions, alike in every version of DuckDB."""
    return f"md5_number_lower(concat_ws('|', {', '.join(parts)}))"


def _units(days: Days) -> str:
    return ", ".join([*(quoted(name) for name in days.levels), *PERSON])


def _distinct(sets: Iterable[Sequence[str]]) -> list[frozenset[str]]:
    return list(dict.fromkeys(_as_set(columns) for columns in sets))


def _as_set(columns: Sequence[str]) -> frozenset[str]:
    return frozenset(columns)


def _suffixes(sets: Mapping[frozenset[str], int]) -> list[str]:
    return [f"_{place}" for place in sets.values()]


def _used(column: str, suffix: str) -> str:
    """A column on the days of a model; several times cheaper than FILTER where there are many."""
    return f"CASE WHEN whole{suffix} THEN {quoted(column)} END"


def _sums(suffix: str) -> str:
    return (
        f"count(CASE WHEN whole{suffix} THEN 1 END) AS days{suffix}, "
        f"sum({_used('outcome', suffix)}) AS events{suffix}, "
        f"sum({_used(f'mark{suffix}', suffix)}) AS mark{suffix}"
    )


def words_of(columns: Sequence[str]) -> range:
    """The words that a bit for each of these columns takes."""
    return range(-(-len(columns) // _BITS))


def missing_bits(columns: Sequence[str], word: int) -> str:
    """The bits of a word that say which columns are missing on a day."""
    own = enumerate(columns[word * _BITS : (word + 1) * _BITS])
    return " + ".join(f"CAST({quoted(column)} IS NULL AS BIGINT) * {1 << k}" for k, column in own)


def _code(column: str) -> str:
    return f"coalesce({quoted(column)}, -0.37) * {zlib.crc32(column.encode()) % 99_991 + 1}"


def whole_of(chosen: frozenset[str], columns: Sequence[str]) -> str:
    """Nothing of the set is missing but what the person never recorded."""
    asked: dict[int, int] = {}
    for place, column in enumerate(columns):
        if column in chosen:
            asked[place // _BITS] = asked.get(place // _BITS, 0) | 1 << place % _BITS
    parts = (f"missing_{word} & ~never_{word} & {bits} = 0" for word, bits in asked.items())
    return " AND ".join(f"({part})" for part in parts)


def _mark(chosen: frozenset[str], columns: Sequence[str]) -> str:
    return _number_of(f"code_{k}" for k, column in enumerate(columns) if column in chosen)


def mark_of(columns: Sequence[str]) -> str:
    """A whole number of a day that any other value of the outcome or of one column moves."""
    return _number_of(map(_code, columns))


def _number_of(codes: Iterable[str]) -> str:
    """Added up within the day in one order, and over days as whole numbers: order moves nothing."""
    value = f"1000 * (outcome * 7919 + {' + '.join(codes)})"
    return f"coalesce(TRY_CAST({value} AS BIGINT) % {_MODULUS}, 0) * {WEIGHT}"


def _digest(suffix: str) -> str:
    return digest_of(f"days{suffix}", f"events{suffix}", f"mark{suffix}")


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
