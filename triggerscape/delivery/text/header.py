"""The names in a header, made comparable; a column nobody can address refuses the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.refusals import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterable


def header_names(delivered: Iterable[str], rows: int) -> tuple[str, ...]:
    """The names in lower case, with one plain blank where there were blanks of any kind.

    ``rows`` are refused with the file where its header cannot be used. Raises FileRefused:
    file.header where a column has no name, file.header_twice where two agree.
    """
    names = tuple(" ".join(name.split()).lower() for name in delivered)
    if not names or not all(names):
        raise FileRefused("file.header", "a column of the first line has no name", rows)
    _refuse_doubled(names, rows)
    return names


def _refuse_doubled(names: tuple[str, ...], rows: int) -> None:
    """FileRefused, file.header_twice, where two names agree.

    They are told by their places: where the header is missing, names are the values of a row.
    """
    for second, name in enumerate(names):
        first = names.index(name)
        if first < second:
            sentence = f"columns {first + 1} and {second + 1} have the same name"
            raise FileRefused("file.header_twice", sentence, rows)
