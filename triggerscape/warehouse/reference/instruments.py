"""reference.instrument and reference.grade: what a SELECT must know of questionnaires."""

from __future__ import annotations

from triggerscape.contract.instruments import INSTRUMENTS
from triggerscape.warehouse.literals import sql_text


def instrument_statements() -> list[str]:
    """The SQL that makes both tables.

    ``recall_days`` is the fewest days that the questionnaire looks back on: 28 for four weeks, 84
    for three months; null where it asks about the day itself.
    """
    instruments = ", ".join(
        f"({sql_text(one.name)}, {one.items}, {one.adds_up}, "
        f"{one.recall[0] if one.recall else 'NULL'})"
        for one in INSTRUMENTS.values()
    )
    grades = ", ".join(
        f"({sql_text(one.name)}, {sql_text(grade)}, {low}, {high})"
        for one in INSTRUMENTS.values()
        for grade, low, high in one.ranges
    )
    return [
        f"""
        CREATE OR REPLACE TABLE reference.instrument AS
        SELECT * FROM (VALUES {instruments}) AS v(instrument, items, is_sum, recall_days)
        """,
        f"""
        CREATE OR REPLACE TABLE reference.grade AS
        SELECT * FROM (VALUES {grades}) AS v(instrument, grade, low, high)
        """,
    ]
