"""The catalogue's other formats: lines of JSON, Parquet with types of its own, databases."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sites_at_the_door import DAY_1, DAY_2, DAY_3, HEADER
from spoiled import Spoiled, files_of


def _json(row: str, **more: object) -> bytes:
    record = dict(zip(HEADER.split(","), row.split(","), strict=True))
    return json.dumps(record | more).encode() + b"\n"


_LINES = _json(DAY_1) + _json(DAY_2) + _json(DAY_3)
_OTHER = b'{"resourceType": "Patient", "id": "p-1"}\n'


def _parquet() -> bytes:
    table = pa.table(
        {
            "person_key": ["person-1", "person-1", "person-2"],
            "diary_date": pa.array(["2025-03-01", "2025-03-02", "2025-03-01"]).cast(pa.date32()),
            "entry_status": ["complete"] * 3,
            "headache": [True, False, True],
            "migraine": [True, False, False],
            "pain_max": pa.array([6, 0, 3], pa.int64()),
            "sleep_hours": pa.array(["7.50", "8.00", "6.25"]).cast(pa.decimal128(5, 2)),
            "neck_pain": pa.array([2.0, 1.0, 0.0]),
        }
    )
    return _written(table)


def _written(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.duckdb"
        with duckdb.connect(file) as con:
            con.execute("CREATE TABLE diary AS SELECT 1 AS pain_max")
        return file.read_bytes()


FORMATS: tuple[Spoiled, ...] = (
    files_of("50A", "lines of JSON", {"diary.ndjson": _LINES}, "3 = 3 + 0 + 0"),
    files_of(
        "50B",
        "a blank line",
        {"diary.ndjson": _json(DAY_1) + b"\n" + _json(DAY_2) + _json(DAY_3)},
        "3 = 3 + 0 + 0",
    ),
    files_of(
        "50C",
        "a line cut short, and one in the middle that is no JSON",
        {"diary.ndjson": _json(DAY_1) + b"{'a': 1}\n" + _json(DAY_2) + _json(DAY_3)[:-30]},
        "4 = 2 + 2 + 0",
        rule="file.row_shape",
    ),
    files_of(
        "50D",
        "an array instead of lines",
        {"diary.ndjson": b"[" + _LINES.replace(b"}\n", b"},")[:-1] + b"]"},
        "0 = 0 + 0 + 0",
        rule="file.json_array",
        says="the file is one JSON array; send one object a line",
    ),
    files_of(
        "50E",
        "another kind of record among the lines",
        {"diary.ndjson": _json(DAY_1, resourceType="Diary") + _OTHER},
        "2 = 1 + 1 + 0",
        rule="diary.diary_date.missing diary.entry_status.missing diary.person_key.missing",
    ),
    files_of(
        "50F",
        "a line twice",
        {"diary.ndjson": _LINES + _json(DAY_1)},
        "4 = 3 + 0 + 1",
    ),
    files_of(
        "51A",
        "Parquet with types of its own",
        {"diary.parquet": _parquet()},
        "3 = 3 + 0 + 0",
    ),
    files_of(
        "51B",
        "a damaged Parquet file",
        {"diary.parquet": b"PAR1 and no more"},
        "0 = 0 + 0 + 0",
        rule="file.parquet",
        says="the Parquet file is damaged",
    ),
    files_of(
        "51D",
        "two columns of one name but for capitals",
        {"diary.parquet": _written(pa.table([[1, 2], [3, 4]], names=["pain_max", "PAIN_MAX"]))},
        "2 = 0 + 2 + 0",
        rule="file.header_twice",
        says="columns 1 and 2 have the same name",
    ),
    files_of(
        "51C",
        "a DuckDB file named .parquet",
        {"diary.parquet": _database()},
        "0 = 0 + 0 + 0",
        rule="file.not_a_table",
        says="the file is a DuckDB database",
    ),
)
