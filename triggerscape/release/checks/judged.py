"""What a release was held to before it was written, as counts that may be told with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from triggerscape.disclosure.rule import Rule


@dataclass(frozen=True)
class Judged:
    """Expectations asked of the tables of a release, none of them broken.

    ``met`` of them held; the others speak of rows, and their tables have none.
    """

    asked: int
    met: int


Judge = Callable[[Mapping[str, pl.DataFrame], Rule], Judged]
"""Judges released tables by full name under a rule; raises where an expectation is broken."""
