"""A8, A9: what means and shares tell of the people behind them, in whole numbers and fractions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unsafe_releases import cells, with_bounds

from triggerscape.disclosure.attack.figures_told import attack_figures
from triggerscape.disclosure.attack.means import averages_of, is_pinned, mean_of_hidden, people_told
from triggerscape.disclosure.attack.rational import Figure, candidates


def printed(total: int, people: int, decimals: int, per: int = 1) -> float:
    """As a release prints it: halves away from zero."""
    step = Decimal(1).scaleb(-decimals)
    return float((Decimal(per * total) / people).quantize(step, ROUND_HALF_UP))


def by_trying(low: int, high: int, figure: Figure) -> list[int]:
    """Every total over every number of people, printed and compared."""
    return [
        n
        for n in range(max(low, 1), high + 1)
        if any(
            printed(total, n, figure.decimals, figure.per) == figure.printed
            for total in range(int(n * figure.most) + 1)
        )
    ]


@given(
    st.integers(3, 40), st.integers(0, 2), st.integers(0, 5), st.sampled_from([1, 100]), st.data()
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_candidates_are_those_found_by_trying(people, decimals, off, per, data):
    most = 1 if per == 100 else 4
    total = data.draw(st.integers(0, people * most))
    figure = Figure(0, "x", printed(total, people, decimals, per), decimals, per, most)
    low, high = max(people - off, 1), people + 4
    found = candidates(low, high, [figure]).tolist()
    assert found == by_trying(low, high, figure)
    assert people in found


def test_six_decimals_leave_one_and_one_decimal_leaves_all():
    fine, coarse = Figure(0, "mmd", 4.531915, 6), Figure(0, "mmd", 4.5, 1)
    assert candidates(45, 49, [fine]).tolist() == [47]
    assert candidates(45, 49, [coarse]).tolist() == [45, 46, 47, 48, 49]


def test_decimals_up_to_the_power_of_ten_below_n_leave_every_number():
    """10^d <= n: a step of the mean is at least one day of the total, so every n fits."""
    for decimals, least in ((0, 1), (1, 11), (2, 101)):
        for people in range(least, least + 60, 7):
            for total in range(0, people * 28, 13):
                figure = Figure(0, "mmd", printed(total, people, decimals), decimals)
                low = max(people - 2, 10**decimals)
                assert candidates(low, people + 2, [figure]).size == people + 2 - low + 1


def means(*values: float | None, decimals: int, most: float = 28.0) -> list[Figure]:
    return [Figure(at, "mmd", value, decimals, most=most) for at, value in enumerate(values)]


def test_the_example_of_the_handbook():
    """8 and 12 of 20 are the only whole numbers whose totals agree; with one decimal many do."""
    system, _ = cells({"a": 8, "b": 12, "all": 20}, [("all", ["a", "b"])])
    seen = with_bounds(system, a=(7, 11), b=(12, 16), all=(17, 21))
    fine = means(11.25, 7.9167, 9.25, decimals=4)
    (averages,) = averages_of(seen, fine, seen.low, seen.high)
    assert people_told(averages).tolist() == [0, 1, 2]
    coarse = means(11.0, 8.0, 9.0, decimals=0)
    (averages,) = averages_of(seen, coarse, seen.low, seen.high)
    assert people_told(averages).tolist() == []


def test_the_mean_of_a_hidden_part():
    """1005 days of 100 people, 945 of them of 90: 60 days of 10 people, within the roundings."""
    system, _ = cells({"a": 90, "b": 10, "all": 100}, [("all", ["a", "b"])], hide="b")
    figures = means(10.5, None, 10.05, decimals=2)
    (averages,) = averages_of(system, figures, system.low, system.high)
    ends = mean_of_hidden(averages, 1)
    # (1005 - 945) / 10, and 0.5 + 0.45 days either way: 100 x 0.005 + 90 x 0.005, over 10 people.
    assert ends == pytest.approx((6.0 - 0.095, 6.0 + 0.095))
    assert is_pinned(figures[1], ends)


def test_the_mean_of_a_hidden_part_under_rounding():
    """Printed as 90 and 100 for 88 to 92 and 98 to 102, with one decimal: anything is possible."""
    system, _ = cells({"a": 90, "b": 10, "all": 100}, [("all", ["a", "b"])], hide="b")
    seen = with_bounds(system, a=(88, 92), all=(98, 102))
    figures = means(10.5, None, 10.1, decimals=1)
    (averages,) = averages_of(seen, figures, seen.low, seen.high)
    low, high = mean_of_hidden(averages, 1)
    assert high - low > 5
    assert attack_figures(seen, None, figures).is_safe


def test_charnes_and_cooper_against_a_grid():
    """The second way: the ratio over a fine grid of people and totals that fit."""
    system, _ = cells({"a": 30, "b": 6, "all": 36}, [("all", ["a", "b"])], hide="b")
    seen = with_bounds(system, a=(28, 32), all=(33, 37))
    figures = means(4.0, None, 5.0, decimals=1)
    (averages,) = averages_of(seen, figures, seen.low, seen.high)
    low, high = mean_of_hidden(averages, 1)
    a, whole = np.meshgrid(np.linspace(28, 32, 81), np.linspace(33, 37, 81))
    hidden_people = whole - a
    ratios = []
    for mean_a in (3.95, 4.05):
        for mean_whole in (4.95, 5.05):
            total = mean_whole * whole - mean_a * a
            fits = (hidden_people >= 1) & (total >= 0) & (total <= 28 * hidden_people)
            ratios.append(total[fits] / hidden_people[fits])
    every = np.concatenate(ratios)
    assert low == pytest.approx(every.min(), abs=0.2)
    assert high == pytest.approx(every.max(), abs=0.6)
    assert low <= every.min() + 1e-9
    assert high >= every.max() - 1e-9


def test_one_decimal_beside_rounded_counts_tells_nothing():
    seen, counts = cells({"S1": 47, "S2": 31, "S3": 120}, [], mode="rounded")
    figures = means(4.5, 11.2, 7.0, decimals=1)
    assert attack_figures(seen, counts, figures).is_safe
    assert attack_figures(seen, counts, figures).tried["A8"] == 3
