"""Who a release is about, from what it prints itself: how many people, and of what age."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.release.writers.catalog.json_ld import whole

_POPULATION = "pub.population"
_BAND = re.compile(r"(\d+) to (\d+)")


def people_facts(
    tables: Mapping[str, pl.DataFrame], contracts: tuple[Table, ...]
) -> dict[str, Any]:
    """The number of people and the ages they typically have; what is not printed is not told.

    The number is the one that the table of the population prints of everybody, else the largest
    that any row prints. The ages are the ends of the age bands that are printed.
    """
    everybody = _everybody(tables)
    known = everybody.filter(age_band="all")["n_people"].drop_nulls().to_list()
    number = known[0] if known else _largest(tables, contracts)
    bands = everybody.filter(pl.col("n_people") > 0)["age_band"].to_list()
    ends = [(int(low), int(high)) for band in bands for low, high in _BAND.findall(band)]
    facts = {"numberOfUniqueIndividuals": number}
    # A band that is open below or above has no end to tell.
    if ends and not any("under" in band for band in bands):
        facts["minTypicalAge"] = min(low for low, _ in ends)
    if ends and not any("over" in band for band in bands):
        facts["maxTypicalAge"] = max(high for _, high in ends)
    return {
        f"healthdcatap:{name}": whole(value) for name, value in facts.items() if value is not None
    }


def _everybody(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    if _POPULATION not in tables:
        return pl.DataFrame(schema={"age_band": pl.String, "n_people": pl.Int64})
    return tables[_POPULATION].filter(scope_id="all", sex="all", status="ok")


def _largest(tables: Mapping[str, pl.DataFrame], contracts: tuple[Table, ...]) -> int | None:
    printed: list[int] = []
    for table in contracts:
        if "n_people" in table.column_names:
            printed += tables[table.name]["n_people"].drop_nulls().to_list()
    return max(printed, default=None)
