"""Does every word a fact uses have its row in a reference table?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.meanings.table_estimands import ESTIMAND_OF_TABLE
from triggerscape.release.checks.words import broken_words

EXPLAINED_IN = {
    "measure_id": ("pub.dim_measure", "measure_id"),
    "estimand_id": ("pub.dim_estimand", "estimand_id"),
    "site_id": ("pub.dim_site", "site_id"),
    "trigger_id": ("pub.dim_trigger", "trigger_id"),
    "first_id": ("pub.dim_trigger", "trigger_id"),
    "second_id": ("pub.dim_trigger", "trigger_id"),
    "therapy_id": ("pub.dim_therapy", "therapy_id"),
    "comparator_id": ("pub.dim_therapy", "therapy_id"),
    "group_id": ("pub.dim_therapy", "therapy_id"),
    "therapy_a": ("pub.dim_therapy", "therapy_id"),
    "therapy_b": ("pub.dim_therapy", "therapy_id"),
}
"""By column of a fact: the reference table, and its key, that explains every word in it."""


def broken_references(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """One sentence per column of a fact with words that no reference table explains.

    And one per fact whose estimand, declared for all its rows, is not explained.
    """
    unexplained = [
        f"{fact.name}: {column} has words that {reference} does not explain"
        for fact in (*FACTS, *DERIVED)
        for column, (reference, key) in EXPLAINED_IN.items()
        if column in fact.column_names
        and not tables[fact.name][column].is_in(tables[reference][key].to_list()).all()
    ]
    estimands = set(tables["pub.dim_estimand"]["estimand_id"])
    unexplained += [
        f"{fact}: its estimand is {estimand}, which pub.dim_estimand does not explain"
        for fact, estimand in ESTIMAND_OF_TABLE.items()
        if estimand not in estimands
    ]
    return [*unexplained, *broken_words(tables, EXPLAINED_IN)]
