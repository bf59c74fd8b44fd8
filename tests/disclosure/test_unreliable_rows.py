"""A row too shaky to be shown tells that it counts enough people, and nothing that was hidden."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from triggerscape.contract.releases.chronicity import MEDICATION_OVERUSE
from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.chain.released import Released
from triggerscape.disclosure.chain.told import told
from triggerscape.disclosure.egress.view import release_system, true_counts
from triggerscape.disclosure.gate.protecting import protected
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import Rule
from triggerscape.release.reliability.marking import mark_unreliable

NAME = MEDICATION_OVERUSE.name
MODES = [Rule(mode=mode) for mode in Mode]
SITES = (
    # site, people, of them over the limit, is the interval too wide
    ("site-a", 200, 60, False),
    ("site-b", 2160, 187, False),
    ("site-c", 40, 13, False),
    ("site-d", 60, 20, True),
    ("site-e", 9, 4, False),
    ("site-f", 31, 12, False),
)


def true_rows() -> pl.DataFrame:
    """A share of each site and of all; of site-e too few people, of site-d too wide."""
    whole = ("all", sum(n for _, n, _, _ in SITES), sum(n for _, _, n, _ in SITES), False)
    return pl.DataFrame(
        [
            {
                "class_id": "triptan",
                "scope_id": scope,
                "window_id": "all",
                "measure_id": "overuse_share",
                "estimate": hit / people,
                "ci_low": hit / people - (0.2 if is_wide else 0.02),
                "ci_high": hit / people + (0.2 if is_wide else 0.02),
                "n_people": people,
                "n_days": people * 180,
                "n_sites": len(SITES) if scope == "all" else 1,
                "status": "ok",
                "n_hit": hit,
                "n_without": people - hit,
                "n_windows": people * 7,
            }
            for scope, people, hit, is_wide in (*SITES, whole)
        ]
    )


def before_and_after(rule: Rule) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows protected, and the same marked."""
    true = true_rows()
    printed = protected({NAME: true}, {}, rule, sites_in_all=len(SITES))[NAME]
    return printed, mark_unreliable(printed, true, MEDICATION_OVERUSE)


@pytest.mark.parametrize("rule", MODES, ids=lambda rule: rule.mode)
def test_shaky_rows_are_marked_and_small_ones_stay_confidential(rule: Rule):
    _, marked = before_and_after(rule)
    status = dict(marked.select("scope_id", "status").iter_rows())
    assert status["site-e"] == "c"
    assert {site for site, word in status.items() if word == "u"} == {"site-d"}


@pytest.mark.parametrize("rule", MODES, ids=lambda rule: rule.mode)
def test_a_mark_tells_no_more_than_the_numbers_would(rule: Rule):
    """Of every count, the mark leaves a reader a range that holds the one the numbers leave."""
    printed, marked = before_and_after(rule)
    with_numbers = release_system({NAME: printed}, rule)
    with_marks = release_system({NAME: marked}, rule)
    assert with_marks.names == with_numbers.names
    assert np.all(with_marks.low <= with_numbers.low)
    assert np.all(with_marks.high >= with_numbers.high)


@pytest.mark.parametrize("rule", MODES, ids=lambda rule: rule.mode)
def test_every_attack_on_the_marked_rows_fails(rule: Rule):
    _, marked = before_and_after(rule)
    system = release_system({NAME: marked}, rule)
    counts = true_counts(system, {NAME: true_rows()})
    told_by_marks = [
        n for n in np.flatnonzero(system.low == rule.threshold) if "site-d" in system.names[n]
    ]
    assert told_by_marks
    assert not system.is_hidden[told_by_marks].any()
    assert attack(system, counts, threshold=rule.threshold, mode=str(rule.mode)).is_safe


@pytest.mark.parametrize("rule", MODES, ids=lambda rule: rule.mode)
def test_readers_of_a_chain_know_the_same_of_a_mark(rule: Rule):
    _, marked = before_and_after(rule)
    (known,) = told([Released("2026-06-28.1", {NAME: marked}, rule)], [{NAME: true_rows()}])
    alone = release_system({NAME: marked}, rule)
    printed = ["without" not in name for name in alone.names]
    assert np.array_equal(known.system.low[printed], alone.low[printed])
    assert np.array_equal(known.system.is_hidden[printed], alone.is_hidden[printed])
    assert attack(known.system, known.counts, threshold=rule.threshold, mode=str(rule.mode)).is_safe


def test_a_small_row_marked_in_place_of_being_hidden_is_caught():
    """The mark would be a lie: the counts behind it contradict what it tells."""
    printed, _ = before_and_after(MODES[0])
    is_few = pl.col("scope_id") == "site-e"
    wrong = printed.with_columns(
        pl.when(is_few).then(pl.lit("u")).otherwise("status").alias("status")
    )
    system = release_system({NAME: wrong}, MODES[0])
    counts = true_counts(system, {NAME: true_rows()})
    with pytest.raises(ValueError, match="do not fit"):
        attack(system, counts)


def test_without_the_mark_the_rest_of_a_whole_would_look_given_away():
    """Why a mark must be read: taken for hidden, an emptied row follows from the rest exactly."""
    rule = Rule(mode=Mode.EXACT)
    true = true_rows().filter(pl.col("scope_id").is_in(["site-a", "site-b", "site-d"]))
    whole = true.select(pl.col("n_people", "n_days", "n_hit", "n_without", "n_windows").sum())
    every = true.head(1).with_columns(
        scope_id=pl.lit("all"), n_sites=pl.lit(3, pl.Int64), **{n: whole[n] for n in whole.columns}
    )
    rows = pl.concat([true, every])
    printed = protected({NAME: rows}, {}, rule, sites_in_all=3)[NAME]
    marked = mark_unreliable(printed, rows, MEDICATION_OVERUSE)
    assert marked["status"].to_list() == ["ok", "ok", "u", "ok"]
    system = release_system({NAME: marked}, rule)
    counts = true_counts(system, {NAME: rows})
    assert attack(system, counts, mode="exact").is_safe
    unread = release_system({NAME: marked.with_columns(pl.col("status").replace("u", "x"))}, rule)
    assert not attack(unread, counts, mode="exact").is_safe
