"""Columns that every published fact shares: release, value, interval, people behind it, status."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role

STATUSES = ("ok", "c", "u", "x", "z")


def key(name: str, meaning: str, kind: Kind = Kind.TEXT, values: tuple[str, ...] = ()) -> Column:
    """A column that says which estimate a row is."""
    return Column(name, kind, meaning, values=values, nullable=False, role=Role.DIMENSION)


FIRST = (
    Column(
        "release_id",
        Kind.TEXT,
        "The release the row belongs to, as-of date and a counter",
        nullable=False,
        role=Role.NOTE,
    ),
    Column(
        "as_of_date",
        Kind.DATE,
        "The last day the release looks at",
        nullable=False,
        role=Role.NOTE,
    ),
)


def estimate(decimals: int) -> tuple[Column, ...]:
    """The common columns of a fact: value, interval, who is behind it, may it be shown."""
    return (
        Column(
            "measure_id",
            Kind.TEXT,
            "What the estimate measures; see dim_measure",
            nullable=False,
            role=Role.DIMENSION,
        ),
        Column("estimate", Kind.DOUBLE, "The value", role=Role.ESTIMATE, decimals=decimals),
        Column(
            "ci_low",
            Kind.DOUBLE,
            "Lower end of the 95% interval",
            role=Role.ESTIMATE,
            decimals=decimals,
        ),
        Column(
            "ci_high",
            Kind.DOUBLE,
            "Upper end of the 95% interval",
            role=Role.ESTIMATE,
            decimals=decimals,
        ),
        Column(
            "n_people",
            Kind.BIGINT,
            "People behind the estimate, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "n_days", Kind.BIGINT, "Observed days behind it, rounded", unit="d", role=Role.COUNT
        ),
        Column("n_sites", Kind.BIGINT, "Sites behind it", unit="{site}", role=Role.NOTE),
        Column(
            "status",
            Kind.TEXT,
            "ok; c confidential; u unreliable; x not available; z not applicable",
            values=STATUSES,
            nullable=False,
            role=Role.NOTE,
        ),
    )
