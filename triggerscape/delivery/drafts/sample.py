"""A sample file as a frame of text, opened by the same process as every delivered file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.door.opening import Job
from triggerscape.delivery.formats.archive import is_workbook, open_gzip, open_zip_member
from triggerscape.delivery.guessing.dialect import dialect_guesses, encoding_guess
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.refusals import MOST_UNPACKED_BYTES, FileRefused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from triggerscape.delivery.door.plain_copy import PlainCopy

MOST_ROWS = 20_000
_HEAD = 1 << 20
_GZIP, _ZIP = b"\x1f\x8b", b"PK"
_NO_TEXT = (b"PAR1", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Sample:
    """The first rows of a file, every field as text, and what its bytes say of how it is written.

    ``headers`` are as the site spells them, in the order of the columns of ``rows``.
    """

    rows: pl.DataFrame
    dialect: tuple[Guess, ...]


def read_sample(source: Path, folder: Path, *, sheet: str | None = None) -> Sample:
    """Read the first rows of a file; ``folder`` takes a copy of it and is the caller's to remove.

    ``sheet`` names the one to read of a workbook. FileRefused for a file that could not be
    delivered either.
    """
    head = _head(source)
    encoding = encoding_guess(head) if head else None
    text = _decoded(head, encoding)
    dialect = dialect_guesses(text) if text else []
    said = {guess.key: guess.value for guess in dialect}
    job = Job(
        source=source,
        target=folder / "copy",
        encoding=str(encoding.value) if encoding else "utf-8",
        delimiter=str(said.get("file.delimiter", ",")),
        title_lines=int(str(said.get("file.title_lines", 0))),
        sheet=sheet,
    )
    with confined_reader() as reader:
        copy = reader.copy(job)
    spelt = _spelt_headers(text, job, copy.shape.headers)
    named = [Guess("file.sheet", sheet, "named when the draft was made")] if sheet else []
    return Sample(_rows(copy, spelt), (*([encoding] if encoding else []), *dialect, *named))


def _head(source: Path) -> bytes:
    """The first bytes of a text file, unpacked no further than that; none of any other file."""
    with source.open("rb") as file:
        first = file.read(_HEAD)
    if first.startswith(_NO_TEXT) or (first.startswith(_ZIP) and is_workbook(source)):
        return b""
    if first.startswith(_GZIP):
        with open_gzip(source, MOST_UNPACKED_BYTES) as stream:
            return stream.read(_HEAD)
    if first.startswith(_ZIP):
        _, member = open_zip_member(source)
        with member:
            return member.read(_HEAD)
    return first


def _decoded(head: bytes, encoding: Guess | None) -> str:
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    name = "utf-16" if marked else str(encoding.value) if encoding else "utf-8-sig"
    text = head.decode(name, errors="ignore")
    # The last line of a long file is cut.
    return text.rpartition("\n")[0] if len(head) == _HEAD else text


def _spelt_headers(text: str, job: Job, headers: Sequence[str]) -> list[str]:
    """The headers in the site's own capitals, where the copy has them in small letters."""
    lines = [line for line in text.splitlines()[job.title_lines :] if line.strip()]
    fields = next(csv.reader(lines[:1], delimiter=job.delimiter), [])
    spelt = [" ".join(field.split()) for field in fields]
    return spelt if [name.lower() for name in spelt] == list(headers) else list(headers)


def _rows(copy: PlainCopy, headers: Sequence[str]) -> pl.DataFrame:
    try:
        if copy.form == "parquet":
            rows = pl.read_parquet(copy.path, n_rows=MOST_ROWS)
        else:
            rows = pl.read_csv(
                copy.path,
                has_header=False,
                separator=copy.delimiter,
                infer_schema=False,
                n_rows=MOST_ROWS,
                truncate_ragged_lines=True,  # a row too long or short spoils no guess
                schema=dict.fromkeys(("source_row", *headers), pl.String),
            )
    except pl.exceptions.PolarsError as error:
        # The library's message may quote a row.
        said = f"the sample cannot be read as a table ({type(error).__name__})"
        raise FileRefused("file.unreadable", said) from None
    return rows.drop("source_row").rename(dict(zip(rows.columns[1:], headers, strict=True)))
