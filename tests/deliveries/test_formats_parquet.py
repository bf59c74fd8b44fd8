"""Parquet at the door: every type becomes text, no footer is believed, no damage gets through."""

from __future__ import annotations

import datetime as dt
import random
import struct
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from triggerscape.delivery.door.confined import ConfinedReader, confined_reader
from triggerscape.delivery.door.opening import Job
from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.formats.parquet import copy_parquet
from triggerscape.delivery.refusals import FileRefused

NOON = dt.datetime.fromisoformat("2025-07-01 12:00:00.250")
MIDNIGHT = dt.datetime.fromisoformat("2025-07-01 00:00:00")
ACROSS = dt.datetime.fromisoformat("2025-07-01 23:30:00+00:00")


def texts(folder: Path, *values: object, of: pa.DataType) -> list[str | None]:
    """The copy of one column of these values and a NULL."""
    source, target = folder / "a.parquet", folder / "copy"
    pq.write_table(pa.table({"v": pa.array([*values, None], of)}), source)
    assert copy_parquet(source, target) == TextShape(("v",), len(values) + 1)
    read: list[str | None] = pq.read_table(target)["field_1"].to_pylist()
    assert read.pop() is None
    return read


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (pa.string(), ["007", " a "], ["007", " a "]),
        (pa.dictionary(pa.int32(), pa.string()), ["a", "b"], ["a", "b"]),
        (pa.binary(), [b"p-1"], ["p-1"]),
        (pa.bool_(), [True, False], ["true", "false"]),
        (pa.int8(), [-7], ["-7"]),
        (pa.uint64(), [2**64 - 1], ["18446744073709551615"]),
        (pa.float64(), [7.0, 7.5, 0.1, -0.0], ["7", "7.5", "0.1", "0"]),
        (pa.float64(), [float("nan"), float("inf")], ["nan", "inf"]),
        (pa.float32(), [7.1, 7.0], ["7.1", "7"]),
        (pa.float16(), [1.5, 2.0], ["1.5", "2"]),
        (pa.decimal128(5, 2), [Decimal("7.50")], ["7.50"]),
        (pa.date32(), [NOON.date()], ["2025-07-01"]),
        (pa.time64("us"), [dt.time(7, 30)], ["07:30:00"]),
        (pa.timestamp("us"), [NOON, MIDNIGHT], ["2025-07-01 12:00:00.25", "2025-07-01 00:00:00"]),
        (pa.timestamp("ns"), [NOON], ["2025-07-01 12:00:00.25"]),
        (pa.timestamp("ms"), [MIDNIGHT], ["2025-07-01"]),
        (pa.timestamp("us", "UTC"), [ACROSS], ["2025-07-01 23:30:00+00:00"]),
        (pa.timestamp("us", "Europe/London"), [ACROSS], ["2025-07-02 00:30:00+01:00"]),
        (pa.timestamp("us", "America/St_Johns"), [ACROSS], ["2025-07-01 21:00:00-02:30"]),
        (pa.timestamp("us", "-02:30"), [ACROSS], ["2025-07-01 21:00:00-02:30"]),
        (pa.list_(pa.string()), [["a", "b"], []], ["a|b", ""]),
        (pa.list_(pa.float64()), [[1.0, 2.5]], ["1|2.5"]),
        (pa.list_(pa.string()), [["a|b"], ["a", None]], ['["a|b"]', '["a",null]']),
        (pa.list_(pa.list_(pa.int8())), [[[1], [2]]], ["[[1],[2]]"]),
        (pa.struct([("x", pa.float64())]), [{"x": 1.5}], ['{"x":1.5}']),
        (pa.map_(pa.string(), pa.int8()), [[("x", 1)]], ['{"x":1}']),
    ],
    ids=str,
)
def test_a_value_becomes_text(
    tmp_path: Path, kind: pa.DataType, values: list[object], expected: list[str]
) -> None:
    assert texts(tmp_path, *values, of=kind) == expected


def diary(path: Path, rows: int = 3_000, **options: object) -> Path:
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=n % 90) for n in range(rows)]
    keys = [f"person-{n // 90}" for n in range(rows)]
    pain = [n % 11 for n in range(rows)]
    pq.write_table(pa.table({"Person_Key": keys, "day": days, "pain": pain}), path, **options)
    return path


def test_rows_are_numbered_as_they_stand(tmp_path: Path) -> None:
    source = diary(tmp_path / "a.parquet", row_group_size=700)
    shape = copy_parquet(source, tmp_path / "copy")
    assert shape == TextShape(("person_key", "day", "pain"), 3_000)
    copy = pq.read_table(tmp_path / "copy")
    assert copy.column_names == ["source_row", "field_1", "field_2", "field_3"]
    assert copy["source_row"].to_pylist() == list(range(1, 3_001))
    assert copy["field_3"].to_pylist() == [str(n % 11) for n in range(3_000)]


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    source = diary(tmp_path / "a.parquet", 200_000)
    for name in ("1", "2"):
        copy_parquet(source, tmp_path / name)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def refusal(source: Path) -> tuple[str, str]:
    target = source.with_suffix(".copy")
    with pytest.raises(FileRefused) as refused:
        copy_parquet(source, target)
    assert not target.exists()
    return refused.value.rule, refused.value.sentence


def test_a_column_is_named_once_whatever_its_capitals(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    pq.write_table(pa.table([[1], [2]], names=["a", "A"]), source)
    assert refusal(source) == ("file.header_twice", "columns 1 and 2 have the same name")


def varint(number: int) -> bytes:
    """How a Parquet footer writes a whole number (Thrift's compact protocol)."""
    number, written = number << 1, b""
    while number >= 0x80:
        written += bytes([number & 0x7F | 0x80])
        number >>= 7
    return written + bytes([number])


def test_a_footer_that_promises_the_impossible_is_not_believed(tmp_path: Path) -> None:
    """Four kilobytes that speak of 300 million rows ended a whole process before they were read."""
    source = diary(tmp_path / "a.parquet")
    data = source.read_bytes()
    length = struct.unpack("<I", data[-8:-4])[0]
    footer = data[-8 - length : -8].replace(varint(3_000), varint(300_000_000))
    source.write_bytes(data[: -8 - length] + footer + struct.pack("<I", len(footer)) + b"PAR1")
    rule, sentence = refusal(source)
    assert rule == "file.too_large"
    assert sentence.startswith("the footer promises 300000000 rows in ")


def test_a_dense_but_honest_file_is_read(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    pq.write_table(pa.table({"v": ["constant"] * 900_000}), source)
    assert 64 * source.stat().st_size < 900_000  # so the bound is not one of density alone
    assert copy_parquet(source, tmp_path / "copy").rows == 900_000


def test_a_duckdb_file_is_named_with_its_version(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    with duckdb.connect(str(source), config={"storage_compatibility_version": "v1.0.0"}) as con:
        con.execute("CREATE TABLE diary AS SELECT 1 AS v")
    assert refusal(source) == (
        "file.not_a_table",
        "the file is a DuckDB database (storage version 64); export its table",
    )


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    source = diary(tmp_path / "a.parquet")
    data = source.read_bytes()
    for share in (0.1, 0.5, 0.99):
        source.write_bytes(data[: int(len(data) * share)])
        assert refusal(source) == ("file.parquet", "the Parquet file is damaged (ArrowInvalid)")


def test_flipped_bits_never_pass_where_a_file_has_checksums(tmp_path: Path) -> None:
    """Sixty flips in the values of a page, which nothing but its checksum can tell."""
    options = {"write_page_checksum": True, "compression": "none", "use_dictionary": False}
    source = diary(tmp_path / "a.parquet", **options)
    data = source.read_bytes()
    pain = pq.read_metadata(source).row_group(0).column(2)
    end = pain.data_page_offset + pain.total_compressed_size
    flips = random.Random(20)
    for _ in range(60):
        flipped = bytearray(data)
        flipped[end - 1 - flips.randrange(8 * 3_000)] ^= 1 << flips.randrange(8)
        source.write_bytes(flipped)
        assert refusal(source) == ("file.parquet", "the Parquet file is damaged (OSError)")


def outcome(reader: ConfinedReader, job: Job) -> str:
    """The rule that refuses a file, or how many rows were read."""
    try:
        return f"{reader.copy(job).shape.rows} rows"
    except FileRefused as refused:
        return refused.rule


def test_flipped_bits_anywhere_are_refused_or_harmless(tmp_path: Path) -> None:
    """The reading process may die of a footer; the one that asked goes on."""
    source = diary(tmp_path / "a.parquet", 500, write_page_checksum=True)
    data = source.read_bytes()
    flips = random.Random(21)
    seen: Counter[str] = Counter()
    with confined_reader() as reader:
        for _ in range(60):
            flipped = bytearray(data)
            flipped[4 + flips.randrange(len(data) - 4)] ^= 1 << flips.randrange(8)
            source.write_bytes(flipped)
            seen[outcome(reader, Job(source, tmp_path / "copy"))] += 1
    refusals = {"file.parquet", "file.count", "file.header", "file.too_large", "file.crashed"}
    assert set(seen) <= {"500 rows", *refusals}, seen
    assert seen["file.parquet"] > 30
