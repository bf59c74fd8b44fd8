"""reference.burden_measure: between which limits the mean of each burden measure lies."""

from __future__ import annotations

from triggerscape.contract.instruments import INSTRUMENTS
from triggerscape.warehouse.literals import sql_text

_DAYS = dict.fromkeys(("mmd_mean", "mhd_mean", "acute_drug_days"), (0, 28))
_SHARES = dict.fromkeys(("severe_day_share", "premonitory_day_share", "diary_completeness"), (0, 1))
_SCORES = {f"{n}_mean": (INSTRUMENTS[n].low, INSTRUMENTS[n].high) for n in ("hit6", "midas")}

BURDEN_LIMITS: dict[str, tuple[int, int]] = {
    **_DAYS,
    **_SHARES,
    **_SCORES,
    "satisfaction_mean": (0, 10),
}
"""By measure its least and its greatest value: an interval does not reach beyond them."""


def burden_measure_statement() -> str:
    """The SQL that makes the table: measure_id, low, high."""
    rows = ", ".join(
        f"({sql_text(name)}, {low}, {high})" for name, (low, high) in BURDEN_LIMITS.items()
    )
    return f"""
        CREATE OR REPLACE TABLE reference.burden_measure AS
        SELECT * FROM (VALUES {rows}) AS v(measure_id, low, high)
        """
