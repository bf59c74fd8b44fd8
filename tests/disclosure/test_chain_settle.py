"""A release that is held until no attack across releases succeeds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from chain_world import people_behind, true_frames, window_start, world
from release_chains import EGRESS, RULE, TABLES, changed_since, held_chain

from triggerscape.contract.releases.population import POPULATION
from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.chain.settle import Before, settle
from triggerscape.disclosure.egress.catalogue import rule_of
from triggerscape.disclosure.protect import protect

OF = world(12, people=240, sites=2, periods=4)


@pytest.fixture(scope="module")
def chain():
    return held_chain(world(12, people=240, sites=2, periods=4), joint_periods=())


def next_release(chain, *, kept=True):
    """The fourth release once more, after the three before it."""
    releases, counts = chain.releases[:3], chain.counts[:3]
    people = people_behind(OF, 3)
    true = true_frames(people, OF)
    last = window_start(3) + timedelta(days=27)
    before = type(chain)(releases=releases, origins=chain.origins[:3], people=chain.people[:3])
    return settle(
        {t.name: protect(true[t.name], t, rule_of(t, RULE)) for t in TABLES},
        true,
        changed_since(before, people),
        EGRESS,
        RULE,
        batch=Batch(last, releases[-1].closed_through),
        as_of=last,
        before=Before(releases, counts if kept else ()),
        jointly=0,
    )


def test_the_same_release_again_is_the_same(chain):
    again = next_release(chain)
    for name, frame in again.frames.items():
        left = chain.releases[3].frames[name]
        alike = [c for c in frame.columns if c != "as_of_date"]
        assert frame.select(alike).equals(left.select(alike))
    assert again.report.is_safe


def test_without_true_counts_it_is_attacked_as_readers_would(chain):
    assert next_release(chain, kept=False).report.tried["A4"] > 0


def test_a_first_release_has_nothing_before_it():
    people = people_behind(OF, 0)
    true = true_frames(people, OF)
    last = window_start(0) + timedelta(days=27)
    first = settle(
        {t.name: protect(true[t.name], t, rule_of(t, RULE)) for t in TABLES},
        true, {}, EGRESS, RULE, batch=Batch(last), as_of=last, before=Before(),
    )  # fmt: skip
    assert first.rounds == 0
    assert first.frames[POPULATION.name].height == true[POPULATION.name].height
    assert first.known[0].counts is not None


def test_what_is_found_is_carried_over():
    """In this study rows each free to change tell of a few together, at the third release."""
    chain = held_chain(world(11, people=240, sites=2, periods=4), joint_periods=(1, 2, 3))
    assert max(chain.rounds) > 1
    rows = chain.rows[chain.rounds.index(max(chain.rounds))].rows[POPULATION.name]
    assert rows["carried"] > 0
