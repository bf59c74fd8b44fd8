"""The language in which a table says which released tables it is made of, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from triggerscape.contract.language import Table


@dataclass(frozen=True)
class Derived:
    """One published table that follows from others as they are printed.

    ``make`` gives its columns but ``release_id`` and ``as_of_date``, from released tables by full
    name, and reads none but ``sources``. What follows from printed rows tells no more than they do,
    so nobody has to be counted again; a release in which it does not follow is refused.
    """

    table: Table
    sources: tuple[str, ...]
    make: Callable[[Mapping[str, pl.DataFrame]], pl.DataFrame]
