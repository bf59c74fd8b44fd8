"""The fates of accepted rows over every bucket, and how many rows each use of a file has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import fate_table
from triggerscape.warehouse.build.state import read_states
from triggerscape.warehouse.lake import use_of, view_of_files
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    import duckdb

    from triggerscape.warehouse.lake import Lake


def fates_sql(lake: Lake) -> str:
    """SELECT of every accepted row not in use: contract, use_id, source_row and its fate."""
    return " UNION ALL ".join(
        f"SELECT {sql_text(contract)} AS contract, use_id, source_row, disposition, takes_back "
        f"FROM ({view_of_files(lake.files(fate_table(source).name), fate_table(source))})"
        for contract, source in INPUTS.items()
    )


def register_accepted_rows(con: duckdb.DuckDBPyConnection, lake: Lake, name: str) -> None:
    """Make a table of use_id and n_rows: its accepted rows, as counted in their files."""
    rows: Counter[str] = Counter()
    for _, state in read_states(lake):
        for files in state.accepted.values():
            for file, (_, _, n_rows, _) in files.items():
                rows[use_of(file)] += n_rows
    uses = sorted(rows)
    con.register(
        name,
        pa.table(
            {
                "use_id": pa.array(uses, pa.string()),
                "n_rows": pa.array([rows[u] for u in uses], pa.int64()),
            }
        ),
    )
