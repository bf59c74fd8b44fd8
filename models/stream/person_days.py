"""A table of whole people read into arrays: their days, factors, outcome and site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class PersonDays:
    """Days of whole people; NaN where a factor or the outcome was not observed.

    ``exposures`` holds one array (days,) per factor, ``outcome`` is (days,), ``person_starts`` the
    first day of each person. ``person`` and ``stratum`` are per day, and ``site`` is the place of
    the day's site in ``sites``. Arrays may share memory with the table: do not write to them.
    """

    exposures: tuple[FloatArray, ...]
    outcome: FloatArray
    person: npt.NDArray[np.int64]
    stratum: npt.NDArray[np.int64]
    site: IndexArray
    sites: tuple[str, ...]
    person_starts: IndexArray


def read_person_days(
    table: pa.Table, factors: Sequence[str], *, by_stratum: bool = False
) -> PersonDays:
    """Read the columns person_id, site_code, outcome, the factors, and stratum when asked.

    Raises ValueError when strata are not sorted within a person, a person belongs to two sites,
    a key is missing, an outcome is negative, or a number is infinite.
    """
    person = _whole_numbers(table, "person_id")
    stratum = _whole_numbers(table, "stratum") if by_stratum else np.zeros_like(person)
    same_person = np.diff(person) == 0
    if np.any(same_person & (np.diff(stratum) < 0)):
        raise ValueError("strata are not sorted within a person")
    site, sites = _sites(table)
    if np.any(same_person & (np.diff(site) != 0)):
        raise ValueError("a person belongs to two sites")
    outcome = _numbers(table, "outcome")
    if np.any(outcome < 0):
        raise ValueError("an outcome is negative")
    return PersonDays(
        exposures=tuple(_numbers(table, name) for name in factors),
        outcome=outcome,
        person=person,
        stratum=stratum,
        site=site,
        sites=sites,
        person_starts=np.flatnonzero(np.concatenate([[True], ~same_person])),
    )


def _numbers(table: pa.Table, name: str) -> FloatArray:
    """One column as float64; NULL becomes NaN."""
    column = table.column(name)
    if column.type != pa.float64():
        column = column.cast(pa.float64())
    values = np.asarray(column.to_numpy(), dtype=np.float64)
    if not np.isfinite(values.sum()) and np.isinf(values).any():
        raise ValueError(f"{name} is infinite on a row")
    return values


def _whole_numbers(table: pa.Table, name: str) -> npt.NDArray[np.int64]:
    column = table.column(name)
    if column.null_count:
        raise ValueError(f"a row without {name}")
    return np.asarray(column.to_numpy(), dtype=np.int64)


def _sites(table: pa.Table) -> tuple[npt.NDArray[np.intp], tuple[str, ...]]:
    """Each row's place in the sorted list of the block's sites, and that list."""
    coded = table.column("site_code").combine_chunks().dictionary_encode()
    if coded.null_count:
        raise ValueError("a row without site_code")
    codes = [str(code) for code in coded.dictionary.to_pylist()]
    sites = tuple(sorted(codes))
    rank = np.array([sites.index(code) for code in codes], dtype=np.intp)
    return rank[np.asarray(coded.indices.to_numpy(), dtype=np.intp)], sites
