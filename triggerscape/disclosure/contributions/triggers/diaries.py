"""The diaries of one kind of attack, and the factors some of them record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.factors import Claim
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from triggerscape.factors import Factor

ONSET = "design.onset"
# As the models read them; the referee of people behind rows holds both to it.
AT_RISK = "is_at_risk AND NOT has_late_entry"
BASES = ("migraine", "headache")


@dataclass(frozen=True)
class Diaries:
    """Diaries of one kind of attack (``basis``), with the factors known on an at-risk day."""

    basis: str
    factors: tuple[Factor, ...]

    @property
    def causes(self) -> tuple[Factor, ...]:
        """The factors that are no possible early sign."""
        return tuple(f for f in self.factors if f.claim is not Claim.PREMONITORY)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the causes: the columns of the model of all of them together."""
        return tuple(factor.code for factor in self.causes)

    @property
    def together(self) -> Mapping[str, Sequence[str]]:
        """Each cause answered for by the model of all of them."""
        return dict.fromkeys(self.codes, self.codes)

    @property
    def at_risk(self) -> str:
        """The condition of the usual days."""
        return f"{self.own} AND {AT_RISK}"

    @property
    def own(self) -> str:
        """The condition of days of this kind."""
        return f"attack_basis = {sql_text(self.basis)}"

    @property
    def onset_id(self) -> str:
        """The outcome that an attack began."""
        return f"{self.basis}_onset"


def recorded_diaries(
    con: duckdb.DuckDBPyConnection, factors: Sequence[Factor]
) -> tuple[Diaries, ...]:
    """The kinds of diaries with an at-risk day that knows some factor."""
    found = []
    for basis in BASES:
        counts = ", ".join(f"count({quoted(factor.code)})" for factor in factors)
        known = con.execute(
            f"SELECT {counts} FROM {ONSET} WHERE attack_basis = {sql_text(basis)} AND {AT_RISK}"
        ).fetchall()[0]
        there = tuple(f for f, days in zip(factors, known, strict=True) if days)
        if there:
            found.append(Diaries(basis, there))
    return tuple(found)


def people_of(inner: str, *keys: str) -> str:
    """``keys`` (SQL expressions with names) of the people of a SELECT who have a digest there."""
    return (
        f"SELECT {', '.join(keys)}, person_id, site_code, true AS is_counted, "
        f"CAST(NULL AS DOUBLE) AS person_amount, digest FROM ({inner})"
    )


def named(value: str, name: str) -> str:
    """A constant column."""
    return f"{sql_text(value)} AS {name}"
