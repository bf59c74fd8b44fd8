"""The tables of a bucket, in the order in which they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import TABLES
from triggerscape.warehouse.build.step import Step
from triggerscape.warehouse.designs.design_day import design_day_sql, design_day_table
from triggerscape.warehouse.designs.exposure_design import (
    same_day_design_sql,
    same_day_table,
    timing_design_sql,
    timing_table,
)
from triggerscape.warehouse.designs.onset_design import onset_design_sql, onset_table
from triggerscape.warehouse.statements import read_statements, tables_read

if TYPE_CHECKING:
    from flows.run import Run


def feature_steps(run: Run) -> list[Step]:
    """features.*, in order; last every factor of a day side by side, the sites' own among them."""
    days = design_day_sql(run.factors)
    return [
        *(
            Step(TABLES[statement.name], statement.sql, statement.inputs)
            for statement in read_statements("features")
        ),
        Step(design_day_table(run.factors), days, tables_read(days)),
    ]


def design_steps(run: Run) -> list[Step]:
    """What the models read: factors at their lags, people around a time zero, and their months."""
    designs = (
        (onset_table(run.factors), onset_design_sql(run.factors)),
        (timing_table(run.factors), timing_design_sql(run.factors)),
        (same_day_table(run.factors), same_day_design_sql(run.factors)),
    )
    return [
        *(Step(table, sql, tables_read(sql)) for table, sql in designs),
        *(
            Step(TABLES[statement.name], statement.sql, statement.inputs)
            for schema in ("trials", "months")
            for statement in read_statements(schema)
        ),
    ]
