"""The published calendar windows: which days the number of a window stands for."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import key


def _date(name: str, meaning: str) -> Column:
    return Column(name, Kind.DATE, meaning, nullable=False, role=Role.NOTE)


DIM_WINDOW = Table(
    name="pub.dim_window",
    grain="one row per calendar window of 28 days",
    key=("window_id",),
    columns=(
        key("window_id", "Its first day, as other tables write it"),
        Column("window_index", Kind.INTEGER, "Its number, in time order", role=Role.NOTE),
        _date("first_day", "First day of the window"),
        _date("last_day", "Last day of the window"),
        _date("month", "First day of the month that the middle of the window falls into"),
    ),
)
