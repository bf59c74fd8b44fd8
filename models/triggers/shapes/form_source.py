"""A stream with the columns of an amount's form beside the amount."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from models.stream.person_blocks import BatchSource
from models.triggers.shapes.amount_form import AmountForm


def form_columns(column: str, form: AmountForm) -> tuple[str, ...]:
    """The names of the form's columns in the stream."""
    return tuple(f"{column}_{form.name}_{place}" for place in range(len(form.straight_line)))


def with_form(source: BatchSource, column: str, form: AmountForm) -> BatchSource:
    """The same stream with the form's columns; a day the form leaves out loses its amount too."""

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in source():
            amounts = batch.column(column).cast(pa.float64()).to_numpy(zero_copy_only=False)
            made = form.columns(np.asarray(amounts, dtype=np.float64))
            place = batch.schema.get_field_index(column)
            kept = np.where(np.isnan(made[0]), np.nan, amounts)
            wider = batch.set_column(place, column, _nulls(kept))
            for name, values in zip(form_columns(column, form), made, strict=True):
                wider = wider.append_column(name, _nulls(values))
            yield wider

    return batches


def _nulls(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pa.Array:
    return pa.array(values, from_pandas=True)
