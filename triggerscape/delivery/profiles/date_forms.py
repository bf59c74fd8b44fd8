"""Written forms of dates and times: which may be declared, and which contradict each other."""

from __future__ import annotations

import datetime as dt
import re
from itertools import permutations

# What both Python and DuckDB read alike. No offsets: a person's day is local.
_DATE_PARTS = ({"%Y", "%y"}, {"%m", "%b", "%B"}, {"%d"})
_TIME_PARTS = frozenset({"%H", "%I", "%M", "%S", "%p", "%f"})
_HOURS = frozenset({"%H", "%I"})
# Days whose parts differ, below 13 and above: enough for any two orders to be told apart.
_PROBES = (dt.datetime(2003, 2, 1, 5, 7), dt.datetime(2011, 12, 10, 9, 8), dt.datetime(2025, 3, 28))  # noqa: DTZ001


def is_date_form(form: object) -> bool:
    """True for a form with one year, one month and one day, and at most a time besides."""
    if not isinstance(form, str):
        return False
    parts = re.findall("%.", form)
    if len(parts) != len(set(parts)):
        return False
    dates = [sum(part in kind for part in parts) for kind in _DATE_PARTS]
    known = set().union(*_DATE_PARTS) | _TIME_PARTS
    return dates == [1, 1, 1] and set(parts) <= known


def is_timestamp_form(form: object) -> bool:
    """True for a date form that has an hour as well."""
    return isinstance(form, str) and is_date_form(form) and bool(_HOURS & {*re.findall("%.", form)})


def contradictions(forms: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of forms that read some text as two different days: nobody can tell which is meant."""
    found = {
        (min(one, other), max(one, other))
        for one, other in permutations(forms, 2)
        if any(_differ(one, other, probe) for probe in _PROBES)
    }
    return sorted(found)


def short_years_first(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Forms in the order to try them in: DuckDB's %Y would read 20 as the year 20."""
    return tuple(sorted(forms, key=lambda form: "%y" not in form))


def _differ(one: str, other: str, probe: dt.datetime) -> bool:
    text = probe.strftime(one)
    try:
        meant = dt.datetime.strptime(text, one)  # noqa: DTZ007
        read = dt.datetime.strptime(text, other)  # noqa: DTZ007
    except ValueError:
        return False
    return meant.date() != read.date()
