"""Subgroups: which at-risk days belong to each level of sex, age, diagnosis, state and therapy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.fits.trigger_design import AT_RISK
from models.triggers.subgroups.subgroup_rows import subgroup_rows
from models.triggers.verdicts import FEWEST_PEOPLE
from triggerscape.contract.estimates.subgroups import SUBGROUP_ESTIMATE
from triggerscape.factors import Claim
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from flows.fits.trigger_design import TriggerDesign

TRAITS = ("sex", "age_band", "diagnosis", "chronicity")
NOT_KNOWN = "unknown"
ESTABLISHED, NOT_ESTABLISHED = "established", "not established"


def fit_subgroups(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """Each factor in each subgroup, as estimates.trigger_subgroup."""
    conditions = _traits(design) | _therapies(design)
    codes = [f.code for f in design.factors if f.claim is not Claim.PREMONITORY]
    kinds = {
        kind: {
            level: design.onset(codes, where=f"{AT_RISK} AND {condition}")
            for level, condition in levels.items()
        }
        for kind, levels in conditions.items()
    }
    return {SUBGROUP_ESTIMATE.name: subgroup_rows(kinds, design.factors, design.basis)}


def _traits(design: TriggerDesign) -> dict[str, Mapping[str, str]]:
    """Per trait the levels that occur, each with its condition; together they hold every day.

    Age and state are those of the day, so a person may have days in two levels.
    """
    found: dict[str, Mapping[str, str]] = {}
    for trait in TRAITS:
        level = f"coalesce({quoted(trait)}, {sql_text(NOT_KNOWN)})"
        levels = _column(design, f"SELECT DISTINCT {level} FROM {{days}} ORDER BY 1")
        found[trait] = {value: f"{level} = {sql_text(value)}" for value in levels}
    return found


def _therapies(design: TriggerDesign) -> dict[str, Mapping[str, str]]:
    """Groups of therapies established for enough people to be fitted, on those days and off."""
    groups = _column(
        design,
        "SELECT therapy_group FROM (SELECT person_id, unnest(therapy_groups) AS therapy_group "
        "FROM {days}) GROUP BY therapy_group "
        f"HAVING count(DISTINCT person_id) >= {FEWEST_PEOPLE} ORDER BY therapy_group",
    )
    found: dict[str, Mapping[str, str]] = {}
    for group in groups:
        is_on = f"list_contains(therapy_groups, {sql_text(group)})"
        found[f"therapy {group}"] = {
            ESTABLISHED: f"{is_on} IS TRUE",
            NOT_ESTABLISHED: f"{is_on} IS NOT TRUE",
        }
    return found


def _column(design: TriggerDesign, query: str) -> list[str]:
    days = (
        f"(SELECT * FROM {ONSET_DESIGN} "
        f"WHERE attack_basis = {sql_text(design.basis)} AND {AT_RISK})"
    )
    return [value for (value,) in design.con.execute(query.format(days=days)).fetchall()]
