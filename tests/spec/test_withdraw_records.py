"""A record of a delivered text has the number that the reader of deliveries gives it."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.text.records import Dialect, copy_records
from triggerscape.withdrawal.rewriting.raw_lines import raw_lines
from triggerscape.withdrawal.rewriting.raw_records import RawRecord, delimited_records

HEADER = "person_key,diary_date,note\n"


def records(data: bytes, dialect: Dialect | None = None) -> list[RawRecord]:
    one = dialect or Dialect()
    return list(delimited_records(raw_lines(io.BytesIO(data), one.encoding), one))


def numbered(data: bytes) -> dict[int | None, str]:
    return {one.number: one.text for one in records(data)}


def test_blank_lines_and_the_header_are_no_records():
    assert numbered(f"{HEADER}a,1,x\n\nb,2,y\n".encode()) == {
        1: "a,1,x",
        2: "b,2,y",
        None: "",
    }


def test_a_quoted_field_may_span_lines():
    assert numbered(f'{HEADER}a,1,"two\nlines"\nb,2,y\n'.encode())[1] == 'a,1,"two\nlines"'


def test_a_quote_that_is_never_closed_makes_its_own_line_a_record():
    told = numbered(f'{HEADER}a,1,"open\nb,2,y\nc,3,z\n'.encode())
    assert (told[1], told[2], told[3]) == ('a,1,"open', "b,2,y", "c,3,z")


def test_title_lines_stand_above_the_header():
    found = records(b"Diary of a clinic\nperson_key,diary_date\na,1\n", Dialect(title_lines=1))
    assert [(one.number, one.text) for one in found][1:] == [(1, "a,1")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_no_byte_goes_missing_in_any_encoding(encoding: str, end: str):
    data = end.join(["person_key,note", "ä,ü", "b,ß", ""]).encode(encoding)
    found = records(data, Dialect(encoding=encoding.removesuffix("-sig")))
    assert b"".join(one.raw for one in found) == data
    assert [(one.number, one.text) for one in found][1:] == [(1, "ä,ü"), (2, "b,ß")]


_LINES = st.lists(
    st.text(alphabet='ab,"\r \n', max_size=14).map(lambda text: text.replace("\r\n", "\n")),
    min_size=1,
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(_LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_the_reader_of_deliveries_counts_the_same(
    lines: list[str], end: str, unquoted: bool, is_careful: bool
):
    dialect = Dialect(unquoted=unquoted)
    data = end.join(["p,q,r", *lines, "x,y,z", ""]).encode()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copy"
        try:
            shape = copy_records(io.BytesIO(data), target, dialect, is_careful=is_careful)
        except FileRefused:
            return
        copied = dict(line.split(",", 1) for line in target.read_text("utf-8").splitlines())
    found = records(data, dialect)
    assert b"".join(one.raw for one in found) == data
    ours = {one.number: one for one in found if one.number is not None}
    assert sorted(ours) == list(range(1, shape.rows + 1))
    for number, text in copied.items():
        assert ours[int(number)].text == text.replace("\N{SYMBOL FOR NEWLINE}", "\n")
