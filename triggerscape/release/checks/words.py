"""Does every word that says which row it is have its meaning in the release?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.language import Kind, Role
from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.contract.releases.words import DIM_SUBGROUP, DIM_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from triggerscape.contract.language import Column, Table

EXPLAINED_TOO = {
    "scope_id": ("pub.dim_site", "site_id"),
    "use_id": ("pub.dim_therapy", "therapy_id"),
    "window_id": ("pub.dim_window", "window_id"),
    "feature_id": ("pub.dim_trigger", "trigger_id"),
    "input_id": ("pub.dim_trigger", "trigger_id"),
}
"""By column: where words stand that dim_word does not have, and the key there."""

SUBGROUP_COLUMNS = {"subgroup_level": "subgroup_kind", "slice_level": "slice_kind"}
"""By column with levels: the column with the kind they are of; both explained in dim_subgroup."""

KIND_COLUMNS = ("sex", "age_band")
"""Columns whose words are levels of the kind the column is named after, or all."""

NO_WORDS = {
    "release_id": "one release has one",
    "currency": "ISO 4217; none where the measure has none",
    "value_set": "a value of the feature; none where it was shuffled",
    "dose_level": "so many sessions, in words",
    "table_name": "a table of this release",
    "kpi_id": "its label says the question",
}
"""By column: why its text needs no row in a reference table."""


def word_columns(table: Table, explained: Mapping[str, object]) -> Iterator[Column]:
    """The columns of a table whose words must be in dim_word, or where EXPLAINED_TOO says.

    ``explained`` names the columns that have a reference table of their own.
    """
    elsewhere = {*explained, *NO_WORDS, *KIND_COLUMNS, *SUBGROUP_COLUMNS}
    elsewhere |= set(SUBGROUP_COLUMNS.values())
    for column in table:
        is_word = column.kind is Kind.TEXT and column.role is Role.DIMENSION
        if is_word and column.name not in elsewhere:
            yield column


def broken_words(tables: Mapping[str, pl.DataFrame], explained: Mapping[str, object]) -> list[str]:
    """One sentence per column with words, or kinds and levels, that nothing explains."""
    words, subgroups = tables[DIM_WORD.name], tables[DIM_SUBGROUP.name]
    return [
        fault
        for fact in (*FACTS, *DERIVED)
        for fault in (
            *_unknown_words(fact, tables, words, explained),
            *_unknown_levels(fact, tables[fact.name], subgroups),
        )
    ]


def _unknown_words(
    fact: Table,
    tables: Mapping[str, pl.DataFrame],
    words: pl.DataFrame,
    explained: Mapping[str, object],
) -> Iterator[str]:
    for column in word_columns(fact, explained):
        known = set(words.filter(column_name=column.name)["word"])
        if column.name in EXPLAINED_TOO:
            reference, key = EXPLAINED_TOO[column.name]
            known |= set(tables[reference][key])
        if not set(tables[fact.name][column.name]) <= known:
            yield f"{fact.name}: {column.name} has words that pub.dim_word does not explain"


def _unknown_levels(fact: Table, frame: pl.DataFrame, subgroups: pl.DataFrame) -> Iterator[str]:
    pairs = set(subgroups.select("subgroup_kind", "subgroup_level").iter_rows())
    said = f"has levels that {DIM_SUBGROUP.name} does not explain"
    for level, kind in SUBGROUP_COLUMNS.items():
        if level in fact.column_names:
            # A site is explained where every site is.
            found = frame.filter(pl.col(kind) != "site").select(kind, level)
            if not set(found.iter_rows()) <= pairs:
                yield f"{fact.name}: {level} {said}"
    for kind in KIND_COLUMNS:
        known = {level for one, level in pairs if one in (kind, "all")}
        if kind in fact.column_names and not set(frame[kind]) <= known:
            yield f"{fact.name}: {kind} {said}"
