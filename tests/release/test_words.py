"""Every word that says which row a row is has its meaning in the release, or a stated reason."""

from __future__ import annotations

import polars as pl
import pytest
from fixture_tables import INFO, protected_tables

from triggerscape.contract.language import Kind, Role
from triggerscape.contract.releases.catalogue import FACTS, PUBLISHED
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.meanings.measures import MEASURES
from triggerscape.meanings.words.every import WORDS, word_tables
from triggerscape.meanings.words.subgroups import SUBGROUPS
from triggerscape.release.checks.references import EXPLAINED_IN, broken_references
from triggerscape.release.checks.words import (
    EXPLAINED_TOO,
    KIND_COLUMNS,
    NO_WORDS,
    SUBGROUP_COLUMNS,
    word_columns,
)
from triggerscape.release.shape import released_tables

RELEASED = released_tables(protected_tables(), INFO, "2026-06-28.1")
DIMENSIONS = sorted(
    {
        column.name
        for table in (*FACTS, *DERIVED)
        for column in table
        if column.kind is Kind.TEXT and column.role is Role.DIMENSION
    }
)


@pytest.mark.parametrize("column", DIMENSIONS)
def test_every_column_of_words_is_explained_somewhere(column):
    """In a table of its own, in dim_word, in dim_subgroup, or by a sentence on why it need not."""
    places = (
        column in EXPLAINED_IN,
        column in WORDS,
        column in (*KIND_COLUMNS, *SUBGROUP_COLUMNS, *SUBGROUP_COLUMNS.values()),
        column in NO_WORDS,
    )
    assert sum(places) == 1


@pytest.mark.parametrize("fact", [*FACTS, *DERIVED], ids=lambda table: table.short_name)
def test_a_closed_list_of_a_contract_is_explained_word_by_word(fact):
    for column in word_columns(fact, EXPLAINED_IN):
        assert set(column.values) <= set(WORDS[column.name])


def test_a_release_explains_every_word_it_uses():
    assert broken_references(RELEASED) == []


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("trigger_effect", "outcome_id", "outcome_id has words that pub.dim_word"),
        ("trigger_sensitivity", "analysis_id", "analysis_id has words that pub.dim_word"),
        ("chronicity_change", "scope_id", "scope_id has words that pub.dim_word"),
        ("chronicity_change", "window_id", "window_id has words that pub.dim_word"),
        ("model_influence", "feature_id", "feature_id has words that pub.dim_word"),
        ("trigger_subgroup", "subgroup_kind", "subgroup_level has levels that pub.dim_subgroup"),
        ("trigger_subgroup", "subgroup_level", "subgroup_level has levels that pub.dim_subgroup"),
        ("model_metric", "slice_level", "slice_level has levels that pub.dim_subgroup"),
        ("population", "sex", "sex has levels that pub.dim_subgroup"),
        ("population", "age_band", "age_band has levels that pub.dim_subgroup"),
        ("trigger_effect", "trigger_id", "trigger_id has words that pub.dim_trigger"),
    ],
)
def test_a_word_that_nobody_explains_is_noticed(table, column, said):
    frame = RELEASED[f"pub.{table}"]
    assert column in DIMENSIONS
    first = frame.with_row_index().with_columns(
        pl.when((pl.col("index") == 0) | (pl.lit(column) == "slice_level"))
        .then(pl.lit("moonlight"))
        .otherwise(column)
        .alias(column)
    )
    broken = broken_references({**RELEASED, f"pub.{table}": first.drop("index")})
    assert f"pub.{table}: {said} does not explain" in broken


def test_an_estimand_declared_for_a_table_that_nobody_explains_is_noticed():
    explained = RELEASED["pub.dim_estimand"].filter(pl.col("estimand_id") != "perceived")
    broken = broken_references({**RELEASED, "pub.dim_estimand": explained})
    assert broken == [
        "pub.perceived_trigger: its estimand is perceived, which pub.dim_estimand does not explain"
    ]


def test_a_meaning_is_a_phrase_and_no_word_has_two():
    tables = word_tables()
    for name, keys in (
        ("pub.dim_word", ["column_name", "word"]),
        ("pub.dim_subgroup", ["subgroup_kind", "subgroup_level"]),
    ):
        assert not tables[name].select(keys).is_duplicated().any()
        assert tables[name]["meaning"].str.len_chars().min() > 3
        assert not tables[name]["meaning"].str.ends_with(".").any()
    assert ("all", "all", "Everybody") in SUBGROUPS


def test_every_column_that_dim_word_explains_is_a_published_one():
    published = {column.name for table in (*FACTS, *DERIVED) for column in table}
    assert set(WORDS) <= published
    assert {*EXPLAINED_TOO, *NO_WORDS, *KIND_COLUMNS} <= published


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_every_published_number_has_decimals_and_a_unit_or_that_of_its_measure(table):
    """The value and its limits take the unit of dim_measure; every other number has its own."""
    for column in table:
        if column.role is Role.ESTIMATE:
            assert column.decimals is not None, column.name
            assert column.unit or column.name in {"estimate", "ci_low", "ci_high"}, column.name
            assert column.unit or "measure_id" in table.column_names, column.name
        if column.role is Role.COUNT:
            assert column.unit, column.name


def test_every_measure_has_a_unit_a_direction_and_a_definition():
    for code, label, unit, better, definition in MEASURES:
        assert unit, code
        assert label, code
        assert definition, code
        assert better in {"lower", "higher", "neither"}, code
