"""Attacks on a release together with all that left before it (A4, A9, A27 of the design)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from triggerscape.disclosure.attack.findings import Finding, Report, joined
from triggerscape.disclosure.attack.linear.propagation import ContradictingCells
from triggerscape.disclosure.chain.across.closer import hidden_told
from triggerscape.disclosure.chain.across.growth import few_changed
from triggerscape.disclosure.chain.across.means import means_told
from triggerscape.disclosure.chain.across.stacked import pairs_of, without_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.cells.system import IntArray
    from triggerscape.disclosure.chain.across.stacked import Pair
    from triggerscape.disclosure.chain.released import Released
    from triggerscape.disclosure.chain.told import Told
    from triggerscape.disclosure.rule import Rule

# Linear programming over a year of releases of 10,000 cells costs minutes, over these seconds.
JOINTLY = 3
_ADVICE = "Carry the row over from the earlier release, or publish it with a later batch."


def attack_chain(
    releases: Sequence[Released], known: Sequence[Told], *, jointly: int = JOINTLY
) -> Report:
    """What the last release, about to leave, tells together with the others, oldest first.

    A4: in which cells 1 to threshold - 1 people joined or left since any of them, to an outsider
    and to somebody who knows that nobody left; A9: the mean of those few. ``known`` is ``told`` of
    the releases; with true counts in it the reader is granted only what is true. All earlier
    releases are attacked by one sum after the other; the first and the ``jointly`` newest by all
    sums together, which costs more.
    """
    last = len(releases) - 1
    near: Sequence[int] = sorted({0, *range(max(last - jointly, 0), last + 1)})
    reports = []
    ways: list[tuple[Sequence[int], bool]] = [(range(last + 1), False), (near, True)]
    for places, is_joint in ways if jointly else ways[:1]:
        chosen = _Chosen(
            [known[place] for place in places],
            releases[-1].rule,
        )
        reports += [_by_growth(chosen, nobody_left=way, is_joint=is_joint) for way in (False, True)]
    if jointly:
        reports.append(_closer(_Chosen([known[place] for place in near], releases[-1].rule)))
    for place in range(len(releases) - 1):
        found, tried = means_told(releases[place], releases[-1], known[place], known[-1])
        reports.append(Report(tuple(found), {"A9": tried}))
    return joined(reports)


class _Chosen(NamedTuple):
    """Some releases, the last of them the one about to leave."""

    known: Sequence[Told]
    rule: Rule

    @property
    def true(self) -> list[IntArray] | None:
        """True counts of every release, if those of all are known."""
        counts = [told.counts for told in self.known if told.counts is not None]
        return counts if len(counts) == len(self.known) else None


def _by_growth(of: _Chosen, *, nobody_left: bool, is_joint: bool) -> Report:
    systems, last = [told.system for told in of.known], len(of.known) - 1
    pairs = [pair for s in range(last) for pair in pairs_of(systems, s, last)]
    # That nobody left between earlier releases says more of the counts between them.
    steps = range(last - 1) if nobody_left else ()
    between = [pair for s in steps for pair in pairs_of(systems, s, s + 1)]
    left_out = {}
    try:
        few = few_changed(
            systems,
            [*pairs, *between],
            threshold=of.rule.threshold,
            nobody_left=nobody_left,
            counts=of.true,
            is_joint=is_joint,
        )
    except ContradictingCells:
        # Without true counts a sum may lack parts that are not shown yet, or somebody did leave.
        left_out["A4"] = "sums over rows, which do not hold of what is printed"
        alone = [without_lines(system) for system in systems]
        few = few_changed(alone, pairs, threshold=of.rule.threshold, nobody_left=False)
    found = [
        _finding(of, pair, nobody_left=nobody_left)
        for pair, is_few in zip(pairs, few, strict=False)
        if is_few
    ]
    return Report(tuple(found), {"A4": len(pairs)}, left_out)


def _closer(of: _Chosen) -> Report:
    """Hidden cells told more closely by the newest release and the earlier ones together."""
    if of.true is None:
        return Report((), {}, {"A4": "hidden cells, without the true counts of every release"})
    systems, last = [told.system for told in of.known], len(of.known) - 1
    pairs = [p for s in range(last) for p in pairs_of(systems, s, s + 1)]
    printed = [told.lines["cell"].n_unique() for told in of.known]
    tried = sum(int(system.is_hidden.sum()) for system in systems)
    try:
        places = hidden_told(systems, pairs, of.true, printed, of.rule)
    except ContradictingCells:
        return Report((), {}, {"A4": "hidden cells: what is printed contradicts itself"})
    found = []
    for number, place in places:
        name, release = systems[number].names[place], of.known[number].release_id
        said = (
            f"Somebody who knows that nobody left can tell from all releases up to "
            f"{of.known[-1].release_id} how few people were in {name} of {release}."
        )
        found.append(Finding("A4", name, said, _ADVICE))
    return Report(tuple(found), {"A4": tried})


def _finding(of: _Chosen, pair: Pair, *, nobody_left: bool) -> Finding:
    name = of.known[pair.later].system.names[pair.place_now]
    who = "Somebody who knows that nobody left" if nobody_left else "Anybody"
    then, now = of.known[pair.earlier].release_id, of.known[pair.later].release_id
    return Finding(
        "A4",
        name,
        f"{who} can tell from {then} and {now} that 1 to {of.rule.threshold - 1} "
        f"people more, or fewer, are in {name}.",
        _ADVICE,
    )
