"""Chains of twelve releases with people who join, withdraw and tell late, under every attack."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from chain_world import world
from release_chains import EGRESS, RULE, TABLES, Chain, as_counted, held_chain, naive_chain, rounded

from triggerscape.disclosure.chain.attack import JOINTLY, attack_chain
from triggerscape.disclosure.chain.told import told
from triggerscape.disclosure.chain.unheld import unheld
from triggerscape.disclosure.egress.catalogue import rule_of
from triggerscape.disclosure.promises import broken_promises

# All sums together cost a linear programme for every cell and pair of releases: two chains by
# default, with two releases each so attacked; the others by one sum after the other.
LINE_BY_LINE, JOINT, MANY = range(1, 11), (11, 12), range(1000, 1200)
SMALL = {"people": 240, "sites": 2}


def attacked(chain: Chain, *, jointly: int) -> tuple[Counter[str], Counter[str]]:
    """Successes and tries, by attack, of the whole chain."""
    reports = [attack_chain(chain.releases, chain.known, jointly=jointly)]
    reports += [
        unheld(later, earlier, changed, EGRESS)
        for earlier, later, changed in zip(
            chain.releases[:-1], chain.releases[1:], chain.changed[1:], strict=True
        )
    ]
    successes: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for report in reports:
        assert not report.left_out
        successes.update(report.successes())
        tried.update(report.tried)
    return successes, tried


def readers_are_told_the_truth(chain: Chain) -> None:
    """What a print says of a row worked out anew, or frozen, is true of the people behind it."""
    for one in chain.known:
        assert one.counts is not None
        stands = one.lines.filter(one.lines["is_carried"] & ~one.lines["is_frozen"])
        today = np.ones(one.system.size, dtype=np.bool_)
        today[stands["cell"].to_numpy()] = False
        fits = (one.system.low <= one.counts) & (one.counts <= one.system.high)
        assert fits[today].all()


def rows_keep_their_promises(chain: Chain) -> None:
    """Sticky counts and rows carried over are rounded and hidden as any others."""
    for release in chain.releases:
        for table in TABLES:
            frame = release.frames[table.name].select(table.column_names)
            assert broken_promises(frame, table, rule_of(table, RULE)) == []


@pytest.mark.parametrize("seed", LINE_BY_LINE)
def test_no_attack_succeeds(seed):
    chain = held_chain(world(seed, **SMALL), joint_periods=())
    readers_are_told_the_truth(chain)
    rows_keep_their_promises(chain)
    successes, tried = attacked(chain, jointly=0)
    assert sum(successes.values()) == 0
    assert tried["A4"] > 500
    assert tried["A9"] > 5


@pytest.mark.parametrize("seed", JOINT)
def test_no_attack_by_all_sums_together_succeeds(seed):
    chain = held_chain(world(seed, **SMALL), joint_periods=(6, 11))
    assert sum(attacked(chain, jointly=JOINTLY)[0].values()) == 0


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_no_attack_succeeds_on_many(seed):
    """Every release attacked by all sums of all releases together."""
    chain = held_chain(world(seed), joint_periods=tuple(range(12)), jointly=12)
    readers_are_told_the_truth(chain)
    assert sum(attacked(chain, jointly=12)[0].values()) == 0


def test_releases_each_safe_by_itself_tell_of_a_few_people():
    found = Counter()
    for seed in (1, 2):
        chain = naive_chain(world(seed), rounded)
        known = told(chain.releases, chain.counts)
        found.update(attack_chain(chain.releases, known, jointly=0).successes())
    assert found["A4"] > 0


def test_exact_releases_tell_of_a_few_people_nearly_everywhere():
    chain = naive_chain(world(1), as_counted)
    known = told(chain.releases, chain.counts)
    successes = attack_chain(chain.releases, known, jointly=0).successes()
    assert successes["A4"] > 300
    assert successes["A9"] > 0


def test_a_release_made_by_itself_is_found_beside_those_before():
    """The referee of the files: without the hold rule, rows in which few people changed differ."""
    of = world(4, periods=7, **SMALL)
    chain, naive = held_chain(of, joint_periods=()), naive_chain(of, rounded)
    of_study = unheld(naive.releases[3], chain.releases[2], chain.changed[3], EGRESS)
    assert of_study.successes()["A4"] > 0
    restated = unheld(naive.releases[6], chain.releases[5], chain.changed[6], EGRESS)
    assert restated.successes()["A27"] > 0
