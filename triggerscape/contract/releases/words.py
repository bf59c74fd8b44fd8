"""Contracts of the reference tables for words that have no table of their own."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table


def _key(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, nullable=False, role=Role.DIMENSION)


_MEANING = Column("meaning", Kind.TEXT, "What it means", nullable=False, role=Role.NOTE)

DIM_WORD = Table(
    name="pub.dim_word",
    grain="one row per column and word in it that no other reference table explains",
    key=("column_name", "word"),
    columns=(
        _key("column_name", "The column that holds the word, in whichever table"),
        _key("word", "The word"),
        _MEANING,
    ),
)
DIM_SUBGROUP = Table(
    name="pub.dim_subgroup",
    grain="one row per kind of subgroup and level",
    key=("subgroup_kind", "subgroup_level"),
    columns=(
        _key("subgroup_kind", "What people, or days, are divided by"),
        _key("subgroup_level", "The level; columns named sex and age_band hold levels as well"),
        _MEANING,
    ),
)
