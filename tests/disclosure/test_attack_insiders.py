"""A5, A6: what sites, two together, and somebody alone in a cell work out of others."""

from __future__ import annotations

import numpy as np
import pytest
from random_blocks import KINDS, hidden, is_small, random_block
from unsafe_releases import cells, one_pass

from triggerscape.disclosure.attack import insiders
from triggerscape.disclosure.attack.determined import determined
from triggerscape.disclosure.attack.insiders import Insider, singletons
from triggerscape.disclosure.attack.intervals import knowing_small, reachable
from triggerscape.disclosure.cells.system import System


def found(system: System, insights) -> dict[tuple[str, ...], set[str]]:
    return {i.who: {system.names[place] for place in i.places} for i in insights}


def region(*people: int, hide: str):
    """Sites of one region, printed with their total."""
    counts = {f"S{at}": n for at, n in enumerate(people, 1)}
    return cells(counts | {"R": sum(people)}, [("R", list(counts))], hide=hide, sites=True)


def test_of_two_sites_each_sees_the_other():
    seen, counts = region(14, 6, hide="S1 S2")
    inside = Insider(seen, counts, seen.is_hidden)
    assert found(seen, inside.by_sites()) == {("S1",): {"S2"}, ("S2",): {"S1"}}


def test_of_three_sites_two_see_the_third():
    seen, counts = region(14, 16, 6, hide="S1 S2 S3")
    inside = Insider(seen, counts, seen.is_hidden)
    assert found(seen, inside.by_sites()) == {}
    assert found(seen, inside.by_sites(pairs=True))["S1", "S2"] == {"S3"}


def test_a_region_that_is_the_site_tells_it_of_nobody():
    seen, counts = region(6, 0, 0, hide="S1 R")
    assert found(seen, Insider(seen, counts, seen.is_hidden).by_sites()) == {}


def test_somebody_alone_and_nobody_else():
    seen, counts = region(1, 10, 40, hide="S1 S2")
    inside = Insider(seen, counts, seen.is_hidden)
    alone = singletons(seen, counts, np.zeros(0, np.int64), 60)
    assert alone.tolist() == [0]
    assert found(seen, inside.by_singletons(alone)) == {("S1",): {"S2"}}
    # The region of one person holds that very person: nothing new.
    seen, counts = region(1, 0, 0, hide="S1 R")
    assert found(seen, Insider(seen, counts, seen.is_hidden).by_singletons(alone)) == {}


def test_singletons_are_spread_evenly_when_there_are_many():
    seen, counts = region(*[1] * 30, hide=" ".join(f"S{at}" for at in range(1, 31)))
    few = singletons(seen, counts, np.array([0, 1]), 5)
    assert few.tolist() == [2, 8, 15, 22, 29]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["exact", "rounded"])
def test_groups_first_finds_what_one_by_one_finds(kind: str, mode: str, monkeypatch):
    system, counts = random_block(41, kind, size=250)
    small = is_small(counts)
    is_hidden = one_pass(system, counts, small) if mode == "exact" else small
    seen = hidden(system, counts, is_hidden, mode=mode)
    if mode == "rounded":
        seen = knowing_small(seen, small, 11)
    inside = Insider(seen, counts, small & ~determined(seen))
    in_groups = found(seen, inside.by_sites())
    monkeypatch.setattr(insiders, "_GROUPS", system.size)
    assert found(seen, inside.by_sites()) == in_groups


@pytest.mark.parametrize("kind", KINDS)
def test_a_site_against_its_own_linear_programme(kind: str):
    """The second way: bounds of every hidden cell, with the site's own counts put in."""
    system, counts = random_block(42, kind, size=120)
    small = is_small(counts)
    seen = hidden(system, counts, one_pass(system, counts, small))
    targets = small & ~determined(seen)
    inside = Insider(seen, counts, targets)
    for site in sorted(set(seen.site) - {""})[:6]:
        own = np.array(seen.site) == site
        low, high = np.where(own, counts, seen.low), np.where(own, counts, seen.high)
        knowing = System(
            seen.names, low.astype(float), high.astype(float), seen.sums, seen.limits, seen.row,
            seen.site, seen.is_hidden,
        )  # fmt: skip
        places = np.flatnonzero(targets & ~own)
        ends = reachable(knowing, places)
        single = set(places[ends[0] == ends[1]].tolist())
        told = set(inside.worked_out(own, targets).tolist())
        assert told <= single
        # What is left out is the same people once more: a whole as large as its part.
        for place in single - told:
            assert counts[place] in counts[own]
