"""What each person's days add up to: events, days and exposures, gathered in one scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_blocks import BatchSource, person_blocks
from models.stream.person_days import FloatArray, read_person_days


@dataclass(frozen=True, eq=False)
class PersonSums:
    """One entry per person, in the order of the stream.

    ``events`` and ``days`` are (people,), over days with an observed outcome. ``exposure`` and
    ``recorded`` are (factors, people): the sum of a factor over the days it was recorded, and how
    many those days are. ``site`` is (people,), the place of the person's site in ``sites``.
    """

    events: FloatArray
    days: FloatArray
    exposure: FloatArray
    recorded: FloatArray
    site: npt.NDArray[np.intp]
    sites: tuple[str, ...]


def gather_person_sums(source: BatchSource, factors: Sequence[str]) -> PersonSums:
    """Sum a stream sorted by person_id, with the columns person_id, site_code, outcome, factors.

    Memory: 2 + 2 x factors numbers per person. Raises ValueError as ``read_person_days`` does.
    """
    parts: list[FloatArray] = [np.zeros((2 + 2 * len(factors), 0))]
    codes: list[str] = []
    for table in person_blocks(source()):
        days = read_person_days(table, factors)
        known = ~np.isnan(days.outcome)
        exposures = np.reshape(days.exposures, (len(factors), len(known)))
        recorded = ~np.isnan(exposures) & known
        by_day = np.vstack(
            [
                np.where(known, days.outcome, 0.0),
                known,
                np.where(recorded, exposures, 0.0),
                recorded,
            ]
        )
        parts.append(np.add.reduceat(by_day, days.person_starts, axis=1))
        codes.extend(days.sites[place] for place in days.site[days.person_starts])
    sums = np.concatenate(parts, axis=1)
    sites = tuple(sorted(set(codes)))
    place_of = {code: place for place, code in enumerate(sites)}
    return PersonSums(
        events=sums[0],
        days=sums[1],
        exposure=sums[2 : 2 + len(factors)],
        recorded=sums[2 + len(factors) :],
        site=np.array([place_of[code] for code in codes], dtype=np.intp),
        sites=sites,
    )
