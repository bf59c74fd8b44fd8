"""The designs of one kind of attack, as streams that a model can read as often as it wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb
    import pyarrow as pa

    from triggerscape.factors import Factor

BATCH_ROWS = 65_536
# What every trigger model reads unless it asks what this rule does.
AT_RISK = "is_at_risk AND NOT has_late_entry"


@dataclass(frozen=True)
class TriggerDesign:
    """Diaries of one kind of attack (``basis``), and the factors that some of them record."""

    con: duckdb.DuckDBPyConnection
    basis: str
    factors: tuple[Factor, ...]

    def onset(
        self,
        columns: Sequence[str],
        *,
        where: str = AT_RISK,
        stratum: str = "",
        weight: str = "",
    ) -> Callable[[], pa.RecordBatchReader]:
        """A fresh scan of design.onset at every call, in the order of people and days.

        Columns: person_id, site_code, outcome, ``columns``, and the SQL expressions ``stratum``
        and ``weight`` under these names.
        """
        return self.stream(ONSET_DESIGN, columns, where=where, stratum=stratum, weight=weight)

    def stream(
        self,
        design: str,
        columns: Sequence[str],
        *,
        where: str = "true",
        stratum: str = "",
        weight: str = "",
    ) -> Callable[[], pa.RecordBatchReader]:
        """The same of any design; its files are in the order of person_id and day."""
        names = "".join(f", {quoted(name)}" for name in columns)
        named = "".join(
            f", {expression} AS {name}"
            for name, expression in (("stratum", stratum), ("weight", weight))
            if expression
        )
        query = (
            f"SELECT person_id, site_code, outcome{names}{named} FROM {design} "
            f"WHERE attack_basis = {sql_text(self.basis)} AND {where}"
        )
        return lambda: self.con.cursor().sql(query).to_arrow_reader(BATCH_ROWS)


def recorded(
    con: duckdb.DuckDBPyConnection, factors: Sequence[Factor], basis: str
) -> tuple[Factor, ...]:
    """The factors known on at least one at-risk day of these diaries."""
    counts = ", ".join(f"count({quoted(factor.code)})" for factor in factors)
    query = (
        f"SELECT {counts} FROM {ONSET_DESIGN} WHERE attack_basis = {sql_text(basis)} AND {AT_RISK}"
    )
    known = con.execute(query).fetchall()[0]
    return tuple(factor for factor, days in zip(factors, known, strict=True) if days)


def has_days(con: duckdb.DuckDBPyConnection, basis: str) -> bool:
    """True where somebody's diary of this kind has an at-risk day."""
    query = (
        f"SELECT count(*) FROM {ONSET_DESIGN} WHERE attack_basis = {sql_text(basis)} AND {AT_RISK}"
    )
    return bool(con.execute(query).fetchall()[0][0])
