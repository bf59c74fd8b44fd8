"""A row keeps its number in the file though misshapen rows before it are left out."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from triggerscape.delivery.door.landing import _renumber


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_landed_rows_get_the_numbers_that_misshapen_rows_leave(is_misshapen: list[bool]) -> None:
    numbers = range(1, len(is_misshapen) + 1)
    misshapen = tuple(n for n, bad in zip(numbers, is_misshapen, strict=True) if bad)
    sound = [n for n in numbers if n not in misshapen]
    with duckdb.connect() as con:
        con.execute(
            "CREATE TEMP TABLE landed AS SELECT range + 1 AS source_row, range AS place "
            f"FROM range({len(sound)})"
        )
        _renumber(con, misshapen)
        found = con.execute("SELECT source_row FROM landed ORDER BY place").fetchall()
    assert [number for (number,) in found] == sound
