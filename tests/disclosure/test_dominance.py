"""Dominance: rows in, which of them one person or one site nearly makes up."""

from __future__ import annotations

import polars as pl
import pytest

from triggerscape.disclosure.contributions.dominance import dominated, hide_dominated
from triggerscape.disclosure.contributions.facts import FACTS


def fact(amounts: list[float], sites: tuple[int, ...] = (10, 10, 10)) -> dict[str, object]:
    """The facts of a row to which people add these amounts, at sites with so many of them."""
    largest = [*sorted(amounts, reverse=True), None, None]
    at_sites = [*sorted(sites, reverse=True), 0, 0]
    return {
        "people_counted": sum(sites),
        "people_behind": sum(sites),
        "sites_behind": len(sites),
        "site_people_1": at_sites[0],
        "site_people_2": at_sites[1],
        "amount_total": float(sum(amounts)) if amounts else None,
        "amount_1": largest[0],
        "amount_2": largest[1],
    }


def facts(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=FACTS)


@pytest.mark.parametrize(
    ("amounts", "is_unsafe"),
    [
        # The vector on which ACRO's rules fire: one of 1000 beside eleven of 1.
        pytest.param([1000.0, *[1.0] * 11], True, id="1000 and eleven times 1"),
        pytest.param([1.0] * 12, False, id="twelve alike"),
        pytest.param([], False, id="nobody adds an amount"),
        pytest.param([0.0] * 12, False, id="nothing in all"),
        # total - x1 - x2 = 9.9 < 0.10 * 100, though the two hold less than 0.96.
        pytest.param([100.0, 50.0, *[0.99] * 10], True, id="the rest within p of the largest"),
        # The rest, 11, is just above 0.10 * 100; two of them hold 150 of 161, more than 0.90.
        pytest.param([100.0, 50.0, *[1.1] * 10], True, id="two hold more than k"),
        # Two hold 60 of 70: less than 0.90, and the rest is 10 > 0.10 * 30.
        pytest.param([30.0, 30.0, *[1.0] * 10], False, id="two hold much, and not too much"),
        pytest.param([28.0], True, id="one person alone"),
    ],
)
def test_a_row_is_unsafe_where_one_person_nearly_makes_it_up(amounts, is_unsafe):
    assert dominated(facts(fact(amounts)), of_sites=False).tolist() == [is_unsafe]


@pytest.mark.parametrize(
    ("sites", "is_unsafe"),
    [
        pytest.param((40, 30, 30), False, id="three alike"),
        pytest.param((100, 8, 2), True, id="one clinic and two small ones"),
        pytest.param((50, 45, 5), True, id="two hold nineteen in twenty"),
        pytest.param((50, 50), True, id="each of two knows the other"),
        pytest.param((50,), False, id="one site is for the rule of three sites"),
    ],
)
def test_above_the_sites_a_row_is_unsafe_where_one_site_nearly_makes_it_up(sites, is_unsafe):
    row = facts(fact([], sites))
    assert dominated(row).tolist() == [is_unsafe]
    assert dominated(row, of_sites=False).tolist() == [False]


def test_the_limits_are_those_given():
    row = facts(fact([30.0, 30.0, *[1.0] * 10]))
    assert dominated(row, k=0.80, of_sites=False).tolist() == [True]
    assert dominated(row, p=0.50, of_sites=False).tolist() == [True]
    assert dominated(row, n=1, k=0.30, of_sites=False).tolist() == [True]
    with pytest.raises(ValueError, match="two largest"):
        dominated(row, n=3)


def test_dominated_rows_are_hidden_and_a_site_is_not_dominated_by_itself():
    frame = pl.DataFrame(
        {"site_id": ["all", "S01", "S02", "all"], "status": ["ok", "ok", "ok", "x"]}
    )
    behind = facts(
        fact([1.0] * 12, (100, 8, 2)),
        fact([1.0] * 12, (12,)),
        fact([1000.0, *[1.0] * 11], (12,)),
        fact([], (100, 8, 2)),
    )
    hidden = hide_dominated(frame, behind, site_column="site_id")
    assert hidden["status"].to_list() == ["c", "ok", "c", "x"]
    assert hide_dominated(frame, behind)["status"].to_list() == ["c", "ok", "c", "x"]
    of_sites = pl.col("site_id").is_in(["S01", "S02"])
    assert hide_dominated(frame, behind, is_above=~of_sites).equals(hidden)
    assert hide_dominated(frame, behind, is_above=of_sites)["status"][0] == "ok"
    with pytest.raises(ValueError, match="other rows"):
        hide_dominated(frame, behind.head(2))
