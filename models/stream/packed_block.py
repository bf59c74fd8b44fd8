"""A block kept small between passes, and given back exactly as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from models.stream.day_block import DayBlock, NewMatrix
from models.stream.person_days import FloatArray

NARROW = (np.uint8, np.float32)
FEW = 64  # a look at these tells most factors that do not fit

Packed = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class PackedBlock:
    """A DayBlock with each factor in the narrowest numbers that hold it without loss.

    ``columns`` and ``outcome`` are (days,) each: whole numbers up to 255 take a byte, what float32
    holds takes four. ``rest`` is the block without them.
    """

    columns: tuple[Packed, ...]
    outcome: Packed
    rest: DayBlock

    @property
    def nbytes(self) -> int:
        """Memory of the numbers that each day has."""
        weight = self.rest.weight
        days = [*self.columns, self.outcome, *([] if weight is None else [weight])]
        return sum(numbers.nbytes for numbers in days)

    def unpacked(self, new_matrix: NewMatrix) -> DayBlock:
        """The block as it was, its exposures written to what ``new_matrix`` gives."""
        exposures = new_matrix(len(self.columns), len(self.outcome))
        for column, row in zip(self.columns, exposures, strict=True):
            row[:] = column
        outcome = self.outcome.astype(np.float64)
        return replace(self.rest, exposures=exposures, outcome=outcome)


def packed(block: DayBlock) -> PackedBlock:
    """The block in few bytes; it shares no memory with the exposures of the one given."""
    return PackedBlock(
        columns=tuple(_narrowed(row) for row in block.exposures),
        outcome=_narrowed(block.outcome),
        rest=replace(block, exposures=np.empty((0, 0)), outcome=np.empty(0)),
    )


def _narrowed(values: FloatArray) -> Packed:
    with np.errstate(invalid="ignore", over="ignore"):
        for kind in NARROW:
            if (values[:FEW].astype(kind) == values[:FEW]).all():
                narrow = values.astype(kind)
                if (narrow == values).all():
                    return narrow
    return values.copy()
