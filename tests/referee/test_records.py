"""Our reader of delimited text against Python's own, and the two counts against each other."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.delivery.door.landing import open_landed, rejected_rows
from triggerscape.delivery.door.plain_copy import PlainCopy, TextShape
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.text.records import LINE_END_IN_FIELD, Dialect, copy_records

FIELD = st.text('ab 1,;"\n\té7', max_size=6)
Rows = list[tuple[str, ...]]


def _landed(
    data: bytes, dialect: Dialect, *, is_careful: bool = False
) -> tuple[TextShape, Rows, int]:
    """What our reader found, what the engine reads from the copy, and how many rows it rejects."""
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        target = Path(folder) / "copy"
        shape = copy_records(io.BytesIO(data), target, dialect, is_careful=is_careful)
        copy = PlainCopy(target, "csv", dialect.delimiter, shape)
        profile = SiteProfile(
            "AA", delimiter=dialect.delimiter, null_words=("",), unquoted=dialect.unquoted
        )
        open_landed(con, copy, profile)
        rows = con.execute("SELECT * FROM landed ORDER BY source_row").fetchall()
        return shape, rows, len(rejected_rows(con, copy))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_writer_wrote_is_read_as_it_was_meant(
    rows: Rows, delimiter: str, line_end: str, quoting: int
) -> None:
    if line_end == "\r":
        quoting = csv.QUOTE_ALL  # Python's writer leaves a LF bare where lines end in CR
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerow(("a", "b", "c"))
    writer.writerows(rows)
    shape, landed, rejected = _landed(text.getvalue().encode(), Dialect(delimiter=delimiter))
    mark = LINE_END_IN_FIELD.decode()
    meant = [
        tuple(
            field.replace("\r\n", "\n").replace("\r", "\n").replace("\n", mark) or None
            for field in row
        )
        for row in rows
    ]
    assert (shape.rows, shape.misshapen, rejected) == (len(rows), (), 0)
    assert landed == [(number, *row) for number, row in enumerate(meant, 1)]


@settings(max_examples=300, deadline=None)
@given(st.text('a,b"\n\r ', max_size=120))
def test_every_record_of_any_text_is_read_or_named(text: str) -> None:
    data = ("a,b\n" + text).encode()
    for is_careful in (False, True):
        try:
            shape, landed, rejected = _landed(data, Dialect(), is_careful=is_careful)
        except FileRefused:
            # The last record is cut: nothing of the file is used, so nothing can be lost.
            return
        found = len(landed) + rejected + len(shape.misshapen) + shape.repeated
        if found == shape.rows:
            break
    assert found == shape.rows
    numbers = [row[0] for row in landed]
    assert len({*numbers, *shape.misshapen}) == len(numbers) + len(shape.misshapen)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIELD, min_size=1, max_size=30), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_chunk_may_end_anywhere(fields: list[str], encoding: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([("a", "b"), *((f, f) for f in fields)])
    data = text.getvalue().encode(encoding)
    whole = _landed(data, Dialect(encoding))
    for size in (2, 7, 64):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("triggerscape.delivery.text.plain_text.CHUNK", size)
            assert _landed(data, Dialect(encoding))[:2] == whole[:2]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "file.empty"),
        (b"\n\n", "file.header"),
        (b"a,,b\n1,2,3\n", "file.header"),
        (b"a,A\n1,2\n", "file.header_twice"),
        (b"a;b\n1;2\n", "file.delimiter"),
        (b"a,b\n1,2\n3", "file.cut"),
        (b'a,b\n1,"2\n', "file.cut"),
        (b"a,b\n1,\xe9\n", "file.encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_own_rule(data: bytes, rule: str) -> None:
    with pytest.raises(FileRefused) as caught:
        _landed(data, Dialect())
    assert caught.value.rule == rule


def test_one_unclosed_quote_costs_its_own_row() -> None:
    rows = [f'{n},"text {n}"' for n in range(200)]
    rows[50] = '50,"never closed'
    shape, landed, rejected = _landed(("a,b\n" + "\n".join(rows) + "\n").encode(), Dialect())
    assert (shape.rows, shape.misshapen, rejected) == (200, (51,), 0)
    assert len(landed) == 199


def test_a_repeated_header_is_counted_apart() -> None:
    shape, landed, _ = _landed(b"a,b\n1,2\na,b\n3,4\n", Dialect())
    assert (shape.rows, shape.repeated) == (3, 1)
    assert landed == [(1, "1", "2"), (3, "3", "4")]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.text('ab "é7', max_size=6)] * 3), max_size=12))
def test_where_nothing_is_quoted_a_quote_is_a_letter_and_swallows_no_row(rows: Rows) -> None:
    text = "".join("\t".join(row) + "\r\n" for row in [("a", "b", "c"), *rows])
    dialect = Dialect(delimiter="\t", unquoted=True)
    shape, landed, rejected = _landed(text.encode(), dialect)
    assert (shape.rows, shape.misshapen, rejected) == (len(rows), (), 0)
    meant = [tuple(field or None for field in row) for row in rows]
    assert [row[1:] for row in landed] == meant
