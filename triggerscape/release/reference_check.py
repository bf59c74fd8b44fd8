"""Does every word a fact uses have its row in a reference table?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.releases.catalogue import FACTS

_EXPLAINED_IN = {
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


def broken_references(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """One sentence per column of a fact with words that no reference table explains."""
    return [
        f"{fact.name}: {column} has words that {reference} does not explain"
        for fact in FACTS
        for column, (reference, key) in _EXPLAINED_IN.items()
        if column in fact.column_names
        and not tables[fact.name][column].is_in(tables[reference][key].to_list()).all()
    ]
