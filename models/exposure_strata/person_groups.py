"""People alike in their days and attacks, of a stratum and of its reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PersonGroups:
    """Arrays of g groups: ``people`` many have so many days and attacks, alike within a group.

    ``days`` and ``attacks`` are one person's in the stratum, ``reference_days`` and
    ``reference_attacks`` in the stratum it is compared with.
    """

    days: Floats
    attacks: Floats
    reference_days: Floats
    reference_attacks: Floats
    people: Floats

    @classmethod
    def of_frame(cls, frame: pl.DataFrame) -> PersonGroups:
        """The groups of a frame with these five columns, in its order."""
        return cls(*(frame[name].cast(float).to_numpy() for name in cls.__dataclass_fields__))
