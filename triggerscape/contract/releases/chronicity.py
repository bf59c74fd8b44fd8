"""The published course of the illness: changes of state, and too many days with a drug."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key


def _count(name: str, meaning: str, unit: str) -> Column:
    return Column(name, Kind.BIGINT, f"{meaning}, rounded", unit=unit, role=Role.COUNT)


_PLACE = (
    key("scope_id", "A site, see dim_site; all: every site"),
    key("window_id", "First day of a calendar window that is over; all: every window"),
)
_WINDOWS = _count("n_windows", "Person-windows behind it", "{window}")

CHRONICITY_CHANGE = Table(
    name="pub.chronicity_change",
    grain="one row per rule, site or all, calendar window or all, and measure",
    key=("rule_id", "scope_id", "window_id", "measure_id"),
    columns=(
        *FIRST,
        key(
            "rule_id",
            "three_windows: the three-month rule; one_window: each month by itself, to compare",
            values=("one_window", "three_windows"),
        ),
        *_PLACE,
        *estimate(decimals=2),
        _count("n_changed", "People who changed at least once", "{person}"),
        _count("n_unchanged", "People who never did", "{person}"),
        _WINDOWS,
    ),
    warnings=(
        "Month against month, people near 15 days cross the line by chance: read three_windows.",
        "Who stops writing is no longer watched: changes of people who leave are not counted.",
    ),
)
MEDICATION_OVERUSE = Table(
    name="pub.medication_overuse",
    grain="one row per class of drug, site or all, calendar window or all, and measure",
    key=("class_id", "scope_id", "window_id", "measure_id"),
    columns=(
        *FIRST,
        key(
            "class_id",
            "The class of drug; mixed: two classes together; medication: any, with headache on 15 "
            "days of 28 or more",
            values=("combination", "ergot", "medication", "mixed", "opioid", "simple", "triptan"),
        ),
        *_PLACE,
        *estimate(decimals=3),
        _count("n_hit", "People to whom it happened at least once", "{person}"),
        _count("n_without", "People to whom it never did", "{person}"),
        _WINDOWS,
    ),
    warnings=(
        "Three windows in a row decide (ICHD-3 8.2); each limit is per 28 days.",
        "Only people whose diary records the class are counted.",
    ),
)
