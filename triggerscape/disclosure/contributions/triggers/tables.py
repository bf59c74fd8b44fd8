"""The Contribution of every published table of triggers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from triggerscape.disclosure.contributions.contribution import Contribution, Counts
from triggerscape.disclosure.contributions.triggers.day_groups import make_day_groups
from triggerscape.disclosure.contributions.triggers.days_with import burden_sql, combination_sql
from triggerscape.disclosure.contributions.triggers.diaries import recorded_diaries
from triggerscape.disclosure.contributions.triggers.effects import (
    effect_sql,
    make_headline,
    odds_sql,
    site_sql,
    timing_sql,
)
from triggerscape.disclosure.contributions.triggers.people import (
    dose_sql,
    phenotype_sql,
    spread_sql,
)
from triggerscape.disclosure.contributions.triggers.sensitivity import sensitivity_sql
from triggerscape.disclosure.contributions.triggers.strata import stratum_sql
from triggerscape.disclosure.contributions.triggers.subgroups import subgroup_sql
from triggerscape.exposure_bands import EXPOSURES
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb

    from triggerscape.disclosure.contributions.triggers.diaries import Diaries
    from triggerscape.factors import Factor

_FACTOR = ("trigger_id", "outcome_id")
_BANDS = tuple(exposure.column for exposure in EXPOSURES)
_TEST = "a test between levels counts the people of the smallest level compared"
_WITHIN_BETWEEN = "a between part without a bound alone is left out, with the people of that fit"
_SAMPLED = "above 20,000 people, a sample of them is looked at one by one"
_GROUPED = "groups are sums of memberships, and of more than 5,000 people a sample is grouped"


def trigger_contributions(
    con: duckdb.DuckDBPyConnection, factors: Sequence[Factor]
) -> tuple[Contribution, ...]:
    """One a table; of what was estimated, ``estimates.*`` in the connection says which rows."""
    found = recorded_diaries(con, factors)
    if not found:
        return ()
    asked = _Asked(con)
    for diaries in found:
        make_headline(con, diaries)
        make_day_groups(con, diaries)
    exact = [
        _of("trigger_effect", found, effect_sql, ("trigger_id", "estimand_id", "outcome_id")),
        _of("trigger_site", found, site_sql, (*_FACTOR, "site_id")),
        _of("trigger_odds", found, odds_sql, _FACTOR),
        _of("trigger_timing", found, timing_sql, (*_FACTOR, "lag_days")),
        _of("trigger_burden", found, burden_sql, (*_FACTOR, "measure_id")),
        _of(
            "trigger_combination",
            found,
            lambda one: combination_sql(one, asked.pairs(one)),
            ("first_id", "second_id", "outcome_id"),
        ),
        _of(
            "dose_response",
            found,
            lambda one: dose_sql(one, asked.grids(one)),
            ("dose_id", "outcome_id", "amount"),
        ),
        _of("exposure_stratum", found, stratum_sql, (*_BANDS, "outcome_id", "measure_id")),
    ]
    wider = [
        (
            _of(
                "trigger_subgroup",
                found,
                lambda one: subgroup_sql(one, asked.kinds(one)),
                (*_FACTOR, "subgroup_kind", "subgroup_level"),
            ),
            _TEST,
        ),
        (
            _of(
                "trigger_sensitivity",
                found,
                lambda one: sensitivity_sql(one, asked.able(one)),
                ("trigger_id", "estimand_id", "outcome_id", "analysis_id"),
            ),
            _WITHIN_BETWEEN,
        ),
        (_of("trigger_person_spread", found, spread_sql, _FACTOR), _SAMPLED),
        (_of("phenotype", found, phenotype_sql, ("outcome_id",)), _GROUPED),
    ]
    return (
        *(one for one in exact if one.sql),
        *(replace(one, counts=Counts.AT_LEAST, why=why) for one, why in wider if one.sql),
    )


class _Asked:
    """What the rows on record of each kind of diary are about, in order."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def pairs(self, of: Diaries) -> list[tuple[str, str]]:
        return self._rows(of, "first_id, second_id", "trigger_combination")

    def kinds(self, of: Diaries) -> list[str]:
        return [kind for (kind,) in self._rows(of, "subgroup_kind", "trigger_subgroup")]

    def able(self, of: Diaries) -> list[str]:
        where = "AND analysis_id = 'within_between' AND estimand_id = 'within_person'"
        return [code for (code,) in self._rows(of, "trigger_id", "trigger_sensitivity", where)]

    def grids(self, of: Diaries) -> dict[str, tuple[str, list[float]]]:
        found: dict[str, tuple[str, list[float]]] = {}
        told = self._rows(of, "dose_id, form, amount", "dose_response", "AND form <> 'none'")
        for dose, form, amount in told:
            found.setdefault(dose, (form, []))[1].append(amount)
        return found

    def _rows(self, of: Diaries, columns: str, table: str, where: str = "") -> list[Any]:
        query = f"SELECT DISTINCT {columns} FROM estimates.{table} "
        query += f"WHERE outcome_id = {sql_text(of.onset_id)} {where} ORDER BY {columns}"
        return self._con.execute(query).fetchall()


def _of(
    table: str, found: Sequence[Diaries], sql_of: Callable[[Diaries], str], keys: tuple[str, ...]
) -> Contribution:
    parts = [f"SELECT * FROM ({sql})" for one in found if (sql := sql_of(one))]
    return Contribution(f"pub.{table}", "\nUNION ALL\n".join(parts), keys)
