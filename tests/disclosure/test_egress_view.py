"""The system of a release, by example: which cells a reader knows, how far, and what adds up."""

from __future__ import annotations

import time
from itertools import product

import numpy as np
import polars as pl
import pytest
from egress_frames import RULE, chronicity, known, leaving, lines, perceived, population, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.egress.row_rules import hide_by_place
from triggerscape.disclosure.egress.view import release_system, true_counts
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import Rule

NOISE = "pub.perceived_trigger perceived_id=noise outcome_id=migraine_day"
SITES, SEXES = ("AA", "BB", "CC"), ("female", "male")


def people_of(sizes: dict[tuple[str, str], int]) -> pl.DataFrame:
    """pub.population with every total; the younger of two bands has a third, rounded down."""
    counts = {}
    for scope, sex in product(("all", *SITES), ("all", *SEXES)):
        inside = [n for (s, x), n in sizes.items() if scope in {"all", s} and sex in {"all", x}]
        counts[scope, sex, "18 to 29"] = sum(n // 3 for n in inside)
        counts[scope, sex, "30 to 44"] = sum(n - n // 3 for n in inside)
        counts[scope, sex, "all"] = sum(inside)
    return population(counts)


SIZES = {("AA", "female"): 52, ("AA", "male"): 8, ("BB", "female"): 40, ("BB", "male"): 23,
         ("CC", "female"): 17, ("CC", "male"): 12}  # fmt: skip


def test_rows_about_the_same_people_share_a_cell_and_the_rest_is_one_too():
    system = release_system(leaving({"pub.perceived_trigger": perceived(60, 33)}), RULE)
    assert known(system) == {
        f"{NOISE} n_people": (58, 62),
        f"{NOISE} n_ticked": (33, 37),
        f"{NOISE} n_people without n_ticked": (11, 29),
    }
    (line,) = lines(system, "sums")
    assert dict(line) == {
        f"{NOISE} n_people": -1,
        f"{NOISE} n_ticked": 1,
        f"{NOISE} n_people without n_ticked": 1,
    }
    assert system.is_hidden.tolist() == [False, False, True]
    assert len(set(system.row.tolist())) == 1


@pytest.mark.parametrize(
    ("n", "low", "high"), [(11, 11, 17), (12, 11, 17), (17, 11, 17), (18, 18, 22), (22, 18, 22)]
)
def test_a_print_is_known_to_its_rounding_and_15_down_to_11(n: int, low: int, high: int):
    frames = leaving({"pub.chronicity_change": chronicity(("AA", "all", 2 * n, n))})
    name = "pub.chronicity_change rule_id=three_windows scope_id=AA window_id=all"
    found = known(release_system(frames, RULE))[f"{name} measure_id=chronification_rate n_changed"]
    assert found == (low, high)


@pytest.mark.parametrize(("n", "low", "high"), [(11, 11, 24), (24, 11, 24), (25, 25, 34)])
def test_a_table_of_base_10_is_known_to_tens(n: int, low: int, high: int):
    system = release_system(
        leaving({"pub.population": population({("AA", "all", "all"): n})}), RULE
    )
    assert (system.low.tolist(), system.high.tolist()) == ([low], [high])


def test_hidden_and_not_available_counts_may_be_anything():
    frames = leaving({"pub.population": people_of(SIZES)})
    found = known(release_system(frames, RULE))
    hidden = "pub.population scope_id=AA sex=male age_band=all measure_id=people n_people"
    assert found[hidden] == (0, np.inf)


def test_the_people_of_every_dimension_add_up():
    frames = {"pub.population": people_of(SIZES)}
    system = release_system(leaving(frames), RULE)
    assert system.limits.shape[0] == 0

    def name(scope: str, sex: str, age: str) -> str:
        keys = f"scope_id={scope} sex={sex} age_band={age} measure_id=people"
        return f"pub.population {keys} n_people"

    bands = ("18 to 29", "30 to 44")
    ages = (*bands, "all")
    expected = {
        frozenset({(name("all", x, a), -1), *((name(s, x, a), 1) for s in SITES)})
        for x, a in product(("all", *SEXES), ages)
    }
    expected |= {
        frozenset({(name(s, "all", a), -1), *((name(s, x, a), 1) for x in SEXES)})
        for s, a in product(("all", *SITES), ages)
    }
    expected |= {
        frozenset({(name(s, x, "all"), -1), *((name(s, x, a), 1) for a in bands)})
        for s, x in product(("all", *SITES), ("all", *SEXES))
    }
    assert lines(system, "sums") == expected
    assert system.broken_by(true_counts(system, frames)) == []


def test_one_person_more_in_a_part_breaks_the_system():
    frames = {"pub.population": people_of(SIZES)}
    system = release_system(leaving(frames), RULE)
    counts = true_counts(system, frames)
    for place in range(system.size):
        more = counts.copy()
        more[place] += 1
        assert system.broken_by(more)


def test_windows_overlap_and_sites_do_not():
    frame = chronicity(
        ("all", "all", 300, 60),
        ("all", "2026-01-05", 250, 30),
        ("all", "2026-02-02", 200, 40),
        ("AA", "all", 100, 20),
        ("BB", "all", 200, 40),
    )
    frames = {"pub.chronicity_change": frame}
    system = release_system(leaving(frames), RULE)
    assert system.broken_by(true_counts(system, frames)) == []
    # n_people = changed + unchanged of five rows; three counts over the sites.
    assert system.sums.shape[0] == 5 + 3
    # Of people and of those who changed: either window at most all, all at most both.
    assert system.limits.shape[0] == 2 * 3
    assert (
        system.site
        == tuple(
            s
            for scope in ("all", "all", "all", "AA", "BB")
            for s in ["" if scope == "all" else scope]
        )
        * 3
    )


def test_a_release_with_a_wrong_total_is_no_release_of_ours():
    frame = chronicity(("all", "all", 300, 60), ("AA", "all", 100, 20), ("BB", "all", 240, 40))
    system = release_system(leaving({"pub.chronicity_change": frame}), RULE)
    assert system.broken_by(true_counts(system, {"pub.chronicity_change": frame}))


def test_exact_counts_are_known_exactly():
    rule = Rule(mode=Mode.EXACT)
    frames = {"pub.population": people_of(SIZES), "pub.perceived_trigger": perceived(60, 33)}
    system = release_system(leaving(frames, rule), rule)
    counts = true_counts(system, frames)
    shown = ~system.is_hidden
    assert shown[system.names.index(f"{NOISE} n_people without n_ticked")]
    assert np.array_equal(system.low[shown], counts[shown])
    assert np.array_equal(system.high[shown], counts[shown])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    sizes=st.lists(st.integers(0, 60), min_size=6, max_size=6),
    asked=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    base=st.sampled_from([3, 5, 7, 10]),
    mode=st.sampled_from(list(Mode)),
)
def test_whatever_leaves_the_system_holds_the_truth(
    sizes: list[int], asked: tuple[int, int], base: int, mode: Mode
):
    rule = Rule(rounding_base=base, mode=mode)
    frames = {
        "pub.population": people_of(dict(zip(product(SITES, SEXES), sizes, strict=True))),
        "pub.perceived_trigger": perceived(sum(asked), asked[0]),
    }
    hidden = {
        name: hide_by_place(frame, egress_of(name), rule, sites_in_all=3)
        for name, frame in frames.items()
    }
    system = release_system(leaving(hidden, rule), rule)
    counts = true_counts(system, frames)
    assert system.broken_by(counts) == []
    assert np.all(counts[~system.is_hidden] >= rule.threshold)


def test_the_order_of_rows_and_tables_changes_nothing_that_is_known():
    frames = leaving(
        {"pub.population": people_of(SIZES), "pub.perceived_trigger": perceived(60, 33)}
    )
    turned = {name: frame.reverse() for name, frame in reversed(frames.items())}
    one, other = release_system(frames, RULE), release_system(turned, RULE)
    assert known(one) == known(other)
    assert lines(one, "sums") == lines(other, "sums")


def test_a_release_without_people_is_an_empty_system():
    assert release_system({}, RULE).size == 0
    assert (
        release_system({"pub.population": population({("AA", "all", "all"): 5}).clear()}, RULE).size
        == 0
    )


def test_ten_thousand_rows_take_less_than_two_seconds():
    rng = np.random.default_rng(8)
    rows = [
        {
            "site_id": f"S{site:02d}",
            "window_kind": "calendar",
            "window_index": window,
            "measure_id": measure,
            "n_people": int(rng.integers(1, 400)),
        }
        for site, window, measure in product(
            range(40), range(50), ("diary_completeness", "mhd_mean", "mmd_mean", "a", "b")
        )
    ]
    frames = leaving({"pub.burden_site_window": rows_of("pub.burden_site_window", *rows)})
    began = time.process_time()
    system = release_system(frames, RULE)
    assert time.process_time() - began < 2
    assert system.size == 10_000
    assert system.limits.shape[0] == 8_000
