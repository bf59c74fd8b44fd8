"""Sticky counts: what is printed beside what was printed before, and what a print then says."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import polars as pl
import pytest
from chain_rows import EGRESS, NEXT, RULE, STUDY, changes, rows
from hypothesis import given
from hypothesis import strategies as st

from triggerscape.disclosure.chain.across.bounds import Print, bounds, carried_bounds, print_kinds
from triggerscape.disclosure.chain.hold import hold
from triggerscape.disclosure.chain.hold.moves import smallest_move, sticky
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rounding import rounded_people
from triggerscape.disclosure.rule import Rule

RULES = [Rule(11, 5), Rule(11, 10), Rule(10, 5), Rule(5, 5), Rule(11, 3), Rule(20, 5), Rule(30, 7)]


def fresh(count: int, rule: Rule = RULE) -> int:
    return int(pl.DataFrame({"n": [count]}).select(rounded_people("n", rule)).item())


def chain_of_prints(counts: list[int], rule: Rule) -> list[int]:
    prints: list[int] = []
    for count in counts:
        last = prints[-1] if prints else None
        frame = pl.DataFrame(
            {"f": [fresh(count, rule)], "p": [last]}, schema_overrides={"p": pl.Int64}
        )
        prints.append(int(frame.select(sticky(pl.col("f"), pl.col("p"), rule)).item()))
    return prints


@pytest.mark.parametrize(
    ("counts", "prints"),
    [
        ([20, 24, 27, 28], [20, 20, 20, 30]),
        ([20, 14, 11], [20, 20, 20]),  # 11 people are printed as 15
        ([100, 102, 108, 112, 113], [100, 100, 110, 110, 110]),
        ([30, 11], [30, 20]),
        ([20, 36, 25], [20, 30, 30]),  # 20, 35 and 25 would tell of 1 to 9 between first and last
        ([15, 200], [15, 195]),
    ],
)
def test_prints_of_one_count(counts, prints):
    assert chain_of_prints(counts, RULE) == prints


@pytest.mark.parametrize(
    ("rule", "move"), [(Rule(11, 5), 10), (Rule(11, 10), 10), (Rule(20, 5), 20), (Rule(5, 5), 5)]
)
def test_the_smallest_move_may_reach_the_threshold(rule, move):
    assert smallest_move(rule) == move
    assert move + rule.step - 1 >= rule.threshold > move - rule.step + rule.step - 1


@pytest.mark.parametrize(
    ("kind", "printed", "people"),
    [
        (Print.FIRST, 15, (11, 17)),
        (Print.FIRST, 20, (18, 22)),
        (Print.STAYED, 15, (11, 22)),
        (Print.STAYED, 20, (11, 27)),
        (Print.STAYED, 100, (93, 107)),
        (Print.ROSE, 100, (98, 107)),
        (Print.FELL, 100, (93, 102)),
        (Print.HIDDEN, float("nan"), (0, np.inf)),
    ],
)
def test_what_a_print_says(kind, printed, people):
    low, high = bounds(np.array([printed]), np.array([kind]), RULE)
    assert (low[0], high[0]) == people


def test_a_row_carried_over_says_that_fewer_than_eleven_changed():
    low, high = carried_bounds(np.array([18.0, 0.0, 900.0]), np.array([22.0, np.inf, 910.0]), RULE)
    assert low.tolist() == [8, 0, 0]
    assert high.tolist() == [32, np.inf, np.inf]


counts_of_a_chain = st.lists(st.integers(11, 400), min_size=2, max_size=12)


@given(counts=counts_of_a_chain, rule=st.sampled_from(RULES))
def test_no_two_prints_of_a_chain_tell_of_a_small_group(counts, rule):
    """Between any two releases the difference may be none, or may reach the threshold."""
    counts = [max(count, rule.threshold) for count in counts]
    prints = chain_of_prints(counts, rule)
    now = np.array(prints, dtype=np.float64)
    before = np.array([np.nan, *prints[:-1]])
    low, high = bounds(now, print_kinds(now, before), rule)
    assert np.all((low <= counts) & (counts <= high))
    for s, t in product(range(len(prints)), repeat=2):
        least, most = low[t] - high[s], high[t] - low[s]
        assert least <= 0 or most >= rule.threshold
    assert all(abs(b - a) % smallest_move(rule) == 0 for a, b in pairwise(prints))


@given(counts=counts_of_a_chain)
def test_a_print_is_within_seven_people(counts):
    prints = chain_of_prints(counts, RULE)
    assert all(abs(p - n) <= 7 or (p == 20 and n < 13) for p, n in zip(prints, counts, strict=True))


def renewed(now, printed_before, **more):
    frames, report = hold(
        {STUDY.name: rows(STUDY, [("S01", "g", *now)])},
        {STUDY.name: rows(STUDY, [("S01", "g", printed_before, 5.0)], as_of=NEXT.before_through)},
        {STUDY.name: changes(STUDY, [("S01", "g", 30, True)])},
        EGRESS,
        more.pop("rule", RULE),
        batch=NEXT,
        **more,
    )
    return frames[STUDY.name].select("n_people", "estimate").row(0), report.total("kept_prints")


def test_a_renewed_row_keeps_its_print_and_takes_the_new_estimate():
    assert renewed((25, 6.5), 20) == ((20, 6.5), 1)
    assert renewed((30, 6.5), 20) == ((30, 6.5), 0)


def test_an_estimate_has_the_decimals_of_the_print():
    assert renewed((100, 6.53), 95) == ((95, 6.5), 1)


def test_a_count_printed_before_it_was_hidden_still_binds():
    last = rows(STUDY, [("S01", "g", 20, None)])
    assert renewed((25, 6.5), None, printed={STUDY.name: last})[0] == (20, 6.5)
    assert renewed((25, 6.5), None)[0] == (25, 6.5)


def test_exact_counts_are_printed_as_they_are():
    exact = Rule(11, 5, Mode.EXACT)
    assert renewed((31, 6.5), 20, rule=exact)[0] == (31, 6.5)
    assert renewed((30, 6.5), 20, rule=exact)[0] == (20, 5.0)
