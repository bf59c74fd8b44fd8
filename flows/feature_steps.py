"""The tables of a bucket, in the order in which they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import TABLES
from triggerscape.warehouse.build.step import Step
from triggerscape.warehouse.designs.design_day import design_day_sql, design_day_table
from triggerscape.warehouse.designs.exposure_design import (
    design_table,
    onset_design_sql,
    same_day_design_sql,
)
from triggerscape.warehouse.statements import read_statements, tables_read

if TYPE_CHECKING:
    from flows.run import Run

ONSET_DESIGN = "design.onset"
SAME_DAY_DESIGN = "design.same_day"


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
    """The designs of the trigger models: one row a day, each factor at its lag."""
    designs = (
        (ONSET_DESIGN, "one row per person and at-risk day", onset_design_sql(run.factors)),
        (SAME_DAY_DESIGN, "one row per person and day", same_day_design_sql(run.factors)),
    )
    return [
        Step(design_table(name, grain, run.factors), sql, tables_read(sql))
        for name, grain, sql in designs
    ]
