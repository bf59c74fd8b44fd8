"""The people behind the rows of one published table, as a SELECT."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSON, SITE, COUNTED, AMOUNT, DIGEST = (
    "person_id",
    "site_code",
    "is_counted",
    "person_amount",
    "digest",
)
OF_A_PERSON = (PERSON, SITE, COUNTED, AMOUNT, DIGEST)
ROW = "row"
"""Name of a published row: a digest of its keys."""


class Counts(StrEnum):
    """How the people of the SELECT stand to the ``n_people`` that a row prints."""

    EXACTLY = "the same people"
    AT_LEAST = "all of them, and others whose days the fit saw and left out or weighed"


@dataclass(frozen=True)
class Contribution:
    """One row per published row and person with a part in it.

    ``sql`` gives the ``keys``, some or all of the table's key, and of each person: person_id,
    site_code, is_counted (whether ``n_people`` counts them), person_amount (what they add to the
    numerator of a mean or rate, null where the row is a count or a fitted effect) and digest (a
    whole number that changes with what they bring to this row, and with nothing else).
    Rows of the table alike in ``keys`` are of the same people.
    ``counts`` says how far the people are those counted, ``why`` why not exactly those.
    """

    table: str
    sql: str
    keys: tuple[str, ...]
    counts: Counts = Counts.EXACTLY
    why: str = ""


def row_names(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """The name of every row of a frame by these keys: alike in keys, alike in name.

    A whole number has one name whatever its width, a date that of its ISO form.
    """
    ordered = sorted(keys)
    distinct = frame.select(ordered).unique()
    names = [_name(ordered, values) for values in distinct.iter_rows()]
    named = distinct.with_columns(pl.Series(ROW, names, dtype=pl.String))
    found = frame.select(ordered).join(named, on=ordered, how="left", maintain_order="left")
    return found[ROW]


def _name(keys: Sequence[str], values: Sequence[object]) -> str:
    told = "\x1f".join(f"{key}={value}" for key, value in zip(keys, values, strict=True))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
