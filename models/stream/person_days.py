"""A batch of whole people read into arrays: their days, factors, outcome and site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class PersonDays:
    """Days of whole people; NaN where a factor, the outcome or the weight was not observed.

    ``exposures`` holds one array (days,) per factor, ``has_gaps`` whether it has a NaN; ``outcome``
    is (days,), ``person_starts`` the first day of each person. ``person`` and ``stratum`` are per
    day, and ``site`` is the place of the day's site in ``sites``. ``weight`` is None where all days
    count the same. Arrays may share memory with the batch: do not write to them.
    """

    exposures: tuple[FloatArray, ...]
    has_gaps: tuple[bool, ...]
    outcome: FloatArray
    weight: FloatArray | None
    person: npt.NDArray[np.int64]
    stratum: npt.NDArray[np.int64]
    site: IndexArray
    sites: tuple[str, ...]
    person_starts: IndexArray


def read_person_days(
    batch: pa.RecordBatch, factors: Sequence[str], *, by_stratum: bool = False, weight: str = ""
) -> PersonDays:
    """Read person_id, site_code, outcome, the factors; stratum and the ``weight`` when asked.

    Raises ValueError when strata are not sorted within a person, a person belongs to two sites,
    a key is missing, an outcome or a weight is negative, or a number is infinite.
    """
    person = _whole_numbers(batch, "person_id")
    stratum = _whole_numbers(batch, "stratum") if by_stratum else np.zeros_like(person)
    same_person = person[1:] == person[:-1]
    if by_stratum and np.any(same_person & (stratum[1:] < stratum[:-1])):
        raise ValueError("strata are not sorted within a person")
    site, sites = _sites(batch)
    if np.any(same_person & (site[1:] != site[:-1])):
        raise ValueError("a person belongs to two sites")
    outcome = _not_negative(batch, "outcome")
    numbers = [_numbers(batch, name) for name in factors]
    return PersonDays(
        exposures=tuple(values for values, _ in numbers),
        has_gaps=tuple(gaps for _, gaps in numbers),
        outcome=outcome,
        weight=_not_negative(batch, weight) if weight else None,
        person=person,
        stratum=stratum,
        site=site,
        sites=sites,
        person_starts=np.flatnonzero(np.concatenate([[True], ~same_person])),
    )


def _numbers(batch: pa.RecordBatch, name: str) -> tuple[FloatArray, bool]:
    """One column as float64 with NaN for NULL, and whether there is any."""
    column = batch.column(name)
    if column.type != pa.float64():
        column = column.cast(pa.float64())
    values = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    is_whole = bool(np.isfinite(np.add.reduce(values)))
    if not is_whole and np.isinf(values).any():
        raise ValueError(f"{name} is infinite on a row")
    return values, not is_whole


def _not_negative(batch: pa.RecordBatch, name: str) -> FloatArray:
    values, _ = _numbers(batch, name)
    if np.any(values < 0):
        raise ValueError(f"{name} is negative on a row")
    return values


def _whole_numbers(batch: pa.RecordBatch, name: str) -> npt.NDArray[np.int64]:
    column = batch.column(name)
    if column.null_count:
        raise ValueError(f"a row without {name}")
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _sites(batch: pa.RecordBatch) -> tuple[IndexArray, tuple[str, ...]]:
    """Each row's place in the sorted list of the block's sites, and that list.

    Rows of one site stand in runs, and only the runs are looked up.
    """
    column = batch.column("site_code")
    if column.null_count:
        raise ValueError("a row without site_code")
    if not len(column):
        return np.zeros(0, dtype=np.intp), ()
    runs = pc.run_end_encode(column)
    coded = runs.values.dictionary_encode()
    codes = [str(code) for code in coded.dictionary.to_pylist()]
    sites = tuple(sorted(codes))
    rank = np.array([sites.index(code) for code in codes], dtype=np.intp)
    lengths = np.diff(np.asarray(runs.run_ends.to_numpy()), prepend=0)
    return np.repeat(rank[np.asarray(coded.indices.to_numpy())], lengths), sites
