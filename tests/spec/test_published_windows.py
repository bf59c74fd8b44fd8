"""What a release says of when a window was: nothing that is a date of one person's."""

from __future__ import annotations

import duckdb
from small_tables import make_table

from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statement, sql_folder

MEASURES = """
    person_id | window_kind | window_index | window_start | measure_id | days | value   | weight
    1         | calendar    | 341          | 2026-02-23   | mmd_mean   | 28   | 4000000 | 1000000
    2         | calendar    | 341          | 2026-02-23   | mmd_mean   | 28   | 6000000 | 1000000
    1         | personal    | 0            | 2026-03-01   | mmd_mean   | 28   | 4000000 | 1000000
    2         | personal    | 0            | 2026-03-04   | mmd_mean   | 28   | 6000000 | 1000000
"""


def test_the_first_day_of_a_personal_window_is_nobodys_to_publish():
    published = read_statement(sql_folder() / "publish" / "burden_site_window.sql").sql
    with duckdb.connect() as con:
        make_reference(con, Settings())
        make_table(con, "features.window_measure", MEASURES)
        rows = con.execute(
            "SELECT window_kind, CAST(window_start AS VARCHAR), estimate, n_people "
            f"FROM ({published}) ORDER BY window_kind"
        ).fetchall()
    assert rows == [("calendar", "2026-02-23", 5.0, 2), ("personal", None, 5.0, 2)]
