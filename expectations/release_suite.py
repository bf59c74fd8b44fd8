"""A release judged by Great Expectations, by rules compiled from the contracts of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from expectations.gate import judge_rules
from expectations.release_rules import release_rules
from triggerscape.contract.releases.catalogue import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from expectations.verdicts import Verdict
    from triggerscape.disclosure.rule import Rule


def judge_release(released: Mapping[str, pl.DataFrame], rule: Rule) -> list[Verdict]:
    """One verdict a rule of each published table, from the frames by full name.

    Types are those the frames have, not those their contracts declare. Each rule is judged twice,
    by Great Expectations and by our own count: where they disagree the verdict is an error.
    """
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA pub")
        for table in PUBLISHED:
            con.register("released_frame", released[table.name])
            con.execute(f"CREATE TABLE {table.name} AS SELECT * FROM released_frame")
            con.unregister("released_frame")
        return [
            verdict
            for table in PUBLISHED
            for verdict in judge_rules(con, table, release_rules(table, rule))
        ]
