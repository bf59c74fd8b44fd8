"""The published burden of subgroups: who carries it, and how many have chronic migraine."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key


def _place(kinds: str) -> tuple[Column, ...]:
    return (
        key("subgroup_kind", kinds),
        key("subgroup_level", "The level of that kind; all: everybody"),
        key("window_index", "Number of the calendar window, in time order", Kind.INTEGER),
        Column(
            "window_start",
            Kind.DATE,
            "First day of the window",
            nullable=False,
            role=Role.NOTE,
        ),
    )


def _people(name: str, meaning: str) -> Column:
    return Column(name, Kind.BIGINT, f"{meaning}, rounded", unit="{person}", role=Role.COUNT)


_OF_THE_WINDOW = (
    "Age is that of the first known day; diagnosis and sex are as the site tells them; levels of "
    "one kind add up to everybody, people of two kinds overlap."
)

BURDEN_SUBGROUP = Table(
    name="pub.burden_subgroup",
    grain="one row per kind of subgroup, level, calendar window that is over, and measure",
    key=("subgroup_kind", "subgroup_level", "window_index", "measure_id"),
    columns=(
        *FIRST,
        *_place("age_band, chronicity, diagnosis or sex; all: everybody"),
        *estimate(decimals=2),
    ),
    warnings=(
        _OF_THE_WINDOW,
        "chronicity is the state by this window and the two before it, so its levels differ in "
        "headache days by definition.",
        "Levels differ in much beside what names them: a difference between them is no effect.",
    ),
)

CHRONIC_SHARE = Table(
    name="pub.chronic_share",
    grain="one row per kind of subgroup, level, and calendar window that is over",
    key=("subgroup_kind", "subgroup_level", "window_index", "measure_id"),
    columns=(
        *FIRST,
        *_place("age_band, diagnosis or sex; all: everybody"),
        *estimate(decimals=3),
        _people("n_hit", "People with chronic migraine"),
        _people("n_without", "People without it"),
    ),
    warnings=(
        _OF_THE_WINDOW,
        "Counted are people whose state is known: 15 headache days and 8 migraine days of 28 in "
        "this window and the two before it, or not.",
        "People whom clinics treat for chronic migraine are likelier to be here than in a country.",
    ),
)
