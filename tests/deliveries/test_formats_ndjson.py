"""NDJSON at the door: one object a line, every value as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.formats import growing_table
from triggerscape.delivery.formats.ndjson import copy_ndjson
from triggerscape.delivery.refusals import LONGEST_RECORD, FileRefused


def copied(folder: Path, content: str | bytes) -> tuple[TextShape, list[tuple[object, ...]]]:
    source = folder / "diary.ndjson"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    shape = copy_ndjson(source, folder / "copy.parquet")
    assert sorted(path.name for path in folder.iterdir()) == ["copy.parquet", source.name]
    return shape, pl.read_parquet(folder / "copy.parquet").rows()


def refusal(folder: Path, content: str) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        copied(folder, content)
    assert not (folder / "copy.parquet").exists()
    return refused.value.rule, refused.value.sentence


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"p-1"', "p-1"),
        ("7.50", "7.50"),
        ("1e5", "1e5"),
        ("-0", "-0"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("9" * 5000, "9" * 5000),
        ("true", "true"),
        ("false", "false"),
        ("null", None),
        ('""', ""),
        ('"true"', "true"),
        ('"\\ub450\\ud1b5"', "두통"),
        ("[]", ""),
        ('["stress","noise"]', "stress|noise"),
        ("[1.50,2,true]", "1.50|2|true"),
        ('["a|b","c"]', '["a|b","c"]'),
        ('["a",null]', '["a",null]'),
        ('[["a"],[7.50]]', '[["a"],[7.50]]'),
        ('{"x": 7.50, "y": ["é", true]}', '{"x":7.50,"y":["é",true]}'),
    ],
)
def test_a_value_is_kept_as_written(tmp_path: Path, written: str, text: str | None) -> None:
    shape, rows = copied(tmp_path, f'{{"v": {written}}}\n')
    assert (shape, rows) == (TextShape(("v",), 1), [(1, text)])


@pytest.mark.parametrize(
    "line",
    [
        b'{"v": 1, "w"',
        b'{"v": 1} {"v": 2}',
        b"[1]",
        b'"v"',
        b"null",
        b'{"v": NaN}',
        b'{"v": -Infinity}',
        b'{"v": 01}',
        b'{"v": 1, "v": 2}',
        b'{"v": {"x": 1, "x": 1}}',
        b'{"v": "\xff"}',
        b'{"v": "\\ud800"}',
        b'{"v": ' + b"[" * 200_000 + b"}",
        b'{"v": "' + b"x" * LONGEST_RECORD + b'"}',
        b'{"v": "' + b"x" * 5_000_000 + b'"}',
    ],
    ids=(
        "cut|two on a line|a list|a text|null|NaN|infinity|leading zero|key twice|deep key twice|"
        "not UTF-8|half a character|endless depth|a byte too long|far too long"
    ).split("|"),
)
def test_a_bad_line_is_misshapen_and_harms_no_other(tmp_path: Path, line: bytes) -> None:
    shape, rows = copied(tmp_path, b'{"v": "a"}\n' + line + b'\n{"v": "c"}\n')
    assert shape == TextShape(("v",), 3, misshapen=(2,))
    assert rows == [(1, "a"), (3, "c")]


def test_blank_lines_are_numbered_and_are_no_rows(tmp_path: Path) -> None:
    shape, rows = copied(tmp_path, b'\xef\xbb\xbf\r\n{"v": 1}\r\n \t\r\n{"v": 2}')
    assert (shape, rows) == (TextShape(("v",), 2), [(2, "1"), (4, "2")])


def test_the_columns_are_all_keys_of_all_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_table, "_BATCH_ROWS", 2)
    lines = ['{"A ":1}', '{"b":2,"A ":3}', '{"b":4}', "{}", '{"c":5}', '{"A ":6,"c":7}']
    shape, rows = copied(tmp_path, "\n".join(lines))
    assert shape == TextShape(("a", "b", "c"), 6)
    assert rows == [
        (1, "1", None, None),
        (2, "3", "2", None),
        (3, None, "4", None),
        (4, None, None, None),
        (5, None, None, "5"),
        (6, "6", None, "7"),
    ]


def test_a_second_reader_finds_the_same_rows(tmp_path: Path) -> None:
    records = [
        {"person_key": f"p-{n % 90}", "sleep": n / 4, "note": "a\nb" * n} for n in range(500)
    ]
    shape, rows = copied(tmp_path, "\n".join(map(json.dumps, records)))
    engine = duckdb.sql(
        f"SELECT person_key, sleep, note FROM read_json('{tmp_path}/diary.ndjson', "
        "format = 'newline_delimited', columns = "
        "{person_key: 'VARCHAR', sleep: 'DOUBLE', note: 'VARCHAR'})"
    ).fetchall()
    assert shape.rows == len(engine) == 500
    assert [(key, float(str(sleep)), note) for _, key, sleep, note in rows] == engine


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    content = "\n".join(json.dumps({f"k{n % 7}": n}) for n in range(50_000))
    copied(tmp_path, content)
    first = (tmp_path / "copy.parquet").read_bytes()
    copied(tmp_path, content)
    assert (tmp_path / "copy.parquet").read_bytes() == first


@pytest.mark.parametrize(
    ("content", "rule", "sentence"),
    [
        (
            '[\n{"v": 1},\n{"v": 2}\n]',
            "file.json_array",
            "the file is one JSON array; send one object a line, without [ ] ,",
        ),
        (
            '{\n  "v": 1\n}\n',
            "file.json_array",
            "the objects are spread over lines; send each on one line",
        ),
        ('{"v": 1', "file.unreadable", "no line of the file is a JSON object"),
        ('{"v": 1}\n{"V": 2}', "file.header_twice", "columns 1 and 2 have the same name"),
        ('{"": 1}', "file.header", "a column of the first line has no name"),
        (
            "\n".join(f'{{"k{n}": 1}}' for n in range(2_001)),
            "file.too_large",
            "the file names over 2000 columns",
        ),
    ],
    ids=["array", "pretty-printed", "only a cut line", "two capitals", "no name", "too many keys"],
)
def test_what_cannot_be_a_table_is_refused(
    tmp_path: Path, content: str, rule: str, sentence: str
) -> None:
    assert refusal(tmp_path, content) == (rule, sentence)
