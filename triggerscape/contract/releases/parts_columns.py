"""Columns that the published doses, techniques and layers of therapies share."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role

DAYS = "d/(28.d)"


def people(name: str, meaning: str) -> Column:
    """A count of people: too few of them hide the row."""
    return Column(name, Kind.BIGINT, meaning, unit="{person}", role=Role.COUNT)


def share(name: str, meaning: str) -> Column:
    """A share or a standardised difference."""
    return Column(name, Kind.DOUBLE, meaning, unit="1", role=Role.ESTIMATE, decimals=2)


def chance(name: str, meaning: str) -> Column:
    """A p value or what became of it."""
    return Column(name, Kind.DOUBLE, meaning, unit="1", role=Role.ESTIMATE, decimals=4)


def note(name: str, meaning: str) -> Column:
    """Words; a hidden row loses them."""
    return Column(name, Kind.TEXT, meaning, role=Role.NOTE)


OVERLAP = (
    share("overlap_share", "Share of the people asked about with people like them in each arm"),
    share("largest_imbalance", "Largest standardised difference left after weighting"),
    Column(
        "smallest_detectable",
        Kind.DOUBLE,
        "Difference this amount of data could find with 80% power",
        unit=DAYS,
        role=Role.ESTIMATE,
        decimals=2,
    ),
)
