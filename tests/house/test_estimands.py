"""Of every published fact a reader can find what its numbers estimate, and in one place only."""

from __future__ import annotations

from collections import Counter

import pytest

from triggerscape.contract.language import Role, Table
from triggerscape.contract.releases.catalogue import FACTS, PUBLISHED
from triggerscape.dimensions import dimension_tables
from triggerscape.meanings.estimands import ESTIMANDS
from triggerscape.meanings.table_estimands import ESTIMAND_OF_TABLE, SEE_ROWS, TABLE_ESTIMANDS
from triggerscape.release.shape import dictionary

STANDINGS = {"description", "association", "causal under the stated assumptions"}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_fact_names_its_estimand_row_by_row_or_once_for_all_rows(fact: Table):
    says_it_by_row = "estimand_id" in fact.column_names
    assert says_it_by_row != (fact.name in ESTIMAND_OF_TABLE)


def test_estimands_are_declared_for_facts_alone():
    assert set(ESTIMAND_OF_TABLE) <= {fact.name for fact in FACTS}
    others = [table for table in PUBLISHED if table not in FACTS]
    assert [t.name for t in others for c in t if c.role in {Role.ESTIMATE, Role.COUNT}] == []


def test_every_declared_estimand_is_explained_in_the_release():
    explained = dimension_tables([], {})["pub.dim_estimand"]["estimand_id"].to_list()
    assert set(ESTIMAND_OF_TABLE.values()) <= set(explained)
    assert {row[0] for row in TABLE_ESTIMANDS} == set(ESTIMAND_OF_TABLE.values())


def test_an_estimand_is_explained_once_and_in_full():
    assert {n: k for n, k in Counter(row[0] for row in ESTIMANDS).items() if k > 1} == {}
    assert [row[0] for row in ESTIMANDS if not all(row) or row[5] not in STANDINGS] == []


@pytest.mark.parametrize(
    ("table", "column", "estimand"),
    [
        ("pub.trigger_odds", "estimate", "within_person_odds"),
        ("pub.trigger_odds", "p_value", "within_person_odds"),
        ("pub.trigger_odds", "n_people", None),
        ("pub.trigger_effect", "estimate", SEE_ROWS),
        ("pub.population", "n_people", "counted"),
        ("pub.population", "sex", None),
        ("pub.dim_site", "site_id", None),
    ],
)
def test_the_dictionary_says_what_a_number_estimates(table: str, column: str, estimand: str | None):
    [said] = dictionary(PUBLISHED).filter(table_name=table, column_name=column)["estimand"]
    assert said == estimand


def test_the_dictionary_leaves_no_estimate_without():
    estimates = dictionary(PUBLISHED).filter(role=Role.ESTIMATE.value)
    assert estimates["estimand"].null_count() == 0
    assert set(estimates["table_name"]) < {fact.name for fact in FACTS}
