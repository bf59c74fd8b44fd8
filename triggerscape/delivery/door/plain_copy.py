"""The plain copy: whatever a site sent, written again by us as numbered rows of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

# Parts a line from its number; no sound JSON holds this sign but escaped.
LINE_MARK = "\x01"


@dataclass(frozen=True)
class TextShape:
    """What a file was found to hold while it was copied.

    ``rows`` counts every record after the header. ``misshapen`` are the numbers of those that are
    not in the copy because they could not be told apart into fields; ``repeated`` is how many
    merely repeat the header. ``is_padded`` says whether a field may begin or end with a blank.
    """

    headers: tuple[str, ...]
    rows: int
    misshapen: tuple[int, ...] = ()
    repeated: int = 0
    is_padded: bool = True


@dataclass(frozen=True)
class PlainCopy:
    """A copy we wrote: CSV without a header line whose first field is the row's number, or Parquet.

    In Parquet the first column is source_row, a BIGINT; every other column is text. Where ``form``
    is lines, each is a number, LINE_MARK, and a line of JSON as it came.
    """

    path: Path
    form: Literal["csv", "parquet", "lines"]
    delimiter: str
    shape: TextShape
