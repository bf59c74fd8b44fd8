"""Absolute terms: which days and attacks on record turn a rate ratio into attacks and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.fits.trigger_design import AT_RISK
from models.triggers.absolute.absolute_rows import DaysOnRecord, absolute_rows
from triggerscape.contract.estimates.absolute import BURDEN_ESTIMATE
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign


def fit_absolute(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """Attacks and attack days that would not have been, as estimates.trigger_burden."""
    rows = absolute_rows(design.onset, design.factors, _on_record(design), design.basis)
    return {BURDEN_ESTIMATE.name: rows}


def _on_record(design: TriggerDesign) -> dict[str, DaysOnRecord]:
    """Per factor the days and whole attacks of the people who record it on an at-risk day."""
    names = [quoted(factor.code) for factor in design.factors]
    records = ", ".join(f"count({name}) FILTER ({AT_RISK}) > 0 AS {name}" for name in names)
    counts = ", ".join(
        f"coalesce(sum({what}) FILTER ({name}), 0)::BIGINT"
        for name in names
        for what in ("at_risk_days", "known_days", "attack_days", "attacks")
    )
    query = f"""
WITH recorder AS (
    SELECT person_id, count(*) FILTER (is_at_risk) AS at_risk_days, {records}
    FROM {ONSET_DESIGN}
    WHERE attack_basis = {sql_text(design.basis)}
    GROUP BY person_id
),
diary AS (
    SELECT person_id, count(is_attack) AS known_days FROM features.diary_spine GROUP BY person_id
),
whole AS (
    SELECT person_id, sum(attack_days) AS attack_days, count(*) AS attacks
    FROM features.episode
    WHERE is_start_known AND is_end_known
    GROUP BY person_id
)
SELECT {counts}
FROM recorder
JOIN diary ON diary.person_id = recorder.person_id
LEFT JOIN whole ON whole.person_id = recorder.person_id
"""
    numbers = iter(design.con.execute(query).fetchall()[0])
    return {
        factor.code: DaysOnRecord(*(next(numbers) for _ in range(4))) for factor in design.factors
    }
