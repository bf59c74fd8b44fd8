"""Blocks of days: what they hold, how they are kept small, and when they are read again."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from models.stream.block_stream import BlockStream
from models.stream.day_block import DayBlock, read_day_block
from models.stream.packed_block import packed

FACTORS = ("wine", "rain")


def batch(rows: list[tuple], *columns: str) -> pa.RecordBatch:
    names = ["person_id", "site_code", "outcome", *FACTORS, *columns]
    values = [list(column) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays([pa.array(column) for column in values], names)


THREE_PEOPLE = batch(
    [
        (7, "b", 1.0, 0.0, 2.5, 2.0), (7, "b", 0.0, 1.0, 0.5, 1.0),
        (7, "b", 0.0, 1.0, 0.5, 0.0), (7, "b", 0.0, None, 0.5, 1.0),
        (8, "a", 0.0, 1.0, 0.0, 1.0), (8, "a", 0.0, 0.0, 0.0, 1.0),  # no event
        (9, "a", 0.0, None, 1.5, 1.0), (9, "a", 1.0, None, 0.0, 1.0),  # never recorded wine
        (9, "a", 1.0, None, 3.5, None),
    ],
    "inverse",
)  # fmt: skip


def test_people_without_an_event_are_left_out_and_those_of_one_site_stand_together() -> None:
    block = read_day_block(THREE_PEOPLE, FACTORS, by_stratum=False)
    assert block.person_id.tolist() == [9, 7]
    assert block.site_slices() == [("a", slice(0, 1), slice(0, 3)), ("b", slice(1, 2), slice(3, 6))]
    assert block.exposures.tolist() == [[0, 0, 0, 0, 1, 1], [1.5, 0, 3.5, 2.5, 0.5, 0.5]]
    assert block.outcome.tolist() == [0, 1, 1, 1, 0, 0]
    assert (block.n_rows, block.n_people, block.n_complete) == (9, 3, 8)


def test_a_day_without_a_weight_or_with_none_left_is_no_day() -> None:
    block = read_day_block(THREE_PEOPLE, FACTORS, by_stratum=False, weight="inverse")
    assert block.weight is not None
    assert block.weight.tolist() == [1, 1, 2, 1]
    assert block.weighted_outcome.tolist() == [0, 1, 2, 0]
    assert block.n_complete == 6


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0.0, 1.0, 255.0], np.uint8),
        ([0.0, 256.0, 0.5], np.float32),
        ([-1.0, 0.0, 1.0], np.float32),
        ([0.1, 0.0, 1.0], np.float64),
        ([1e300, 0.0, 1.0], np.float64),
        ([*[0.0] * 100, 0.1], np.float64),  # the first look does not see it
    ],
)
def test_a_factor_takes_as_few_bytes_as_lose_nothing(values: list[float], kind: type) -> None:
    block = one_person(values)
    small = packed(block)
    assert small.columns[0].dtype == kind
    again = small.unpacked(lambda rows, columns: np.full((rows, columns), np.nan))
    assert again.exposures.dtype == again.outcome.dtype == np.float64
    assert np.array_equal(again.exposures, block.exposures)
    assert np.array_equal(again.outcome, block.outcome)
    assert again.person_id is block.person_id


def one_person(values: list[float]) -> DayBlock:
    rows = [(1, "a", float(day == 0), value, 0.0) for day, value in enumerate(values)]
    return read_day_block(batch(rows), FACTORS, by_stratum=False)


def test_a_stream_read_once_keeps_nothing_and_writes_over_nothing() -> None:
    scans = []

    def source() -> list[pa.RecordBatch]:
        scans.append(1)
        return [THREE_PEOPLE]

    stream = BlockStream(source, FACTORS, by_stratum=False)
    (first,) = [load() for load in stream.loaders()]
    (second,) = [load() for load in stream.loaders()]
    assert len(scans) == 2
    assert not np.shares_memory(first.exposures, second.exposures)
