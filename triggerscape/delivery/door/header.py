"""The names in a header, made comparable; a column nobody can address refuses the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.refusals import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterable


def header_names(delivered: Iterable[str]) -> tuple[str, ...]:
    """The names in lower case, with one plain blank where there were blanks of any kind.

    Raises FileRefused: file.header where a column has no name, file.header_twice where two agree.
    """
    names = tuple(" ".join(name.split()).lower() for name in delivered)
    if not names or not all(names):
        raise FileRefused("file.header", "a column of the first line has no name")
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise FileRefused("file.header_twice", f"column named twice: {', '.join(doubled)}")
    return names
