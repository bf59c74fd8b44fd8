"""Every attacker on one system: what a release must withstand before it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.attack.classes import Complements, with_complements
from triggerscape.disclosure.attack.determined import determined
from triggerscape.disclosure.attack.figures_told import attack_figures
from triggerscape.disclosure.attack.findings import Finding, Report, joined
from triggerscape.disclosure.attack.guess import FEWEST_CELLS, MOST_ADVANTAGE, guess
from triggerscape.disclosure.attack.insiders import Insider, singletons
from triggerscape.disclosure.attack.intervals import intervals, knowing_small, whole_reach
from triggerscape.disclosure.attack.linear.reach import Enough

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.attack.rational import Figure
    from triggerscape.disclosure.cells.system import BoolArray, IntArray, System

FEWEST_CANDIDATES = 3
_MOST_SINGLETONS = 60
_MOST_WHOLE = 4
_HIDE_MORE = "Hide one more cell of its row or column, or leave out the total they add up to."


@dataclass(frozen=True)
class _Target:
    """A system under attack, its rests of wholes as cells, and what about it must stay unknown."""

    system: System
    counts: IntArray | None
    complements: IntArray
    threshold: int
    mode: str

    @cached_property
    def small(self) -> BoolArray:
        """Hidden cells with 1 to threshold - 1 people; without true counts, every hidden cell."""
        if self.counts is None:
            return self.system.is_hidden.copy()
        few = (self.counts > 0) & (self.counts < self.threshold)
        return np.asarray(self.system.is_hidden & few, np.bool_)

    @cached_property
    def known(self) -> System:
        """The system of a reader who, of a rounded release, knows which cells are small."""
        if self.mode != "rounded" or self.counts is None:
            return self.system
        small = self.small.copy()
        small[self.complements] = False  # nobody printed that a rest was hidden
        return knowing_small(self.system, small, self.threshold)

    @property
    def enough(self) -> Enough:
        """What a reader must be left in doubt about for a small cell."""
        if self.mode == "rounded":
            return Enough(width=FEWEST_CANDIDATES - 1)
        return Enough(low=1, high=self.threshold - 1)


def attack(
    system: System,
    counts: IntArray | None = None,
    *,
    threshold: int = 11,
    mode: str = "rounded",
    base: int = 5,
    insiders: bool = True,
    pairs: bool = False,
    alone: bool = True,
    figures: Sequence[Figure] = (),
) -> Report:
    """Try every attack on a system, and say what a reader could work out.

    With the true ``counts`` (k) the attackers know what there is to find, and can play a site
    (``insiders``), two (``pairs``) or somebody ``alone`` in a cell; without, they judge as readers.
    ``mode`` is what was promised of hidden cells with 1 to ``threshold - 1`` people: "exact", that
    all these numbers are possible; "rounded", to multiples of ``base``, that at least 3 are.
    ``figures`` are means and shares printed beside the counts. Linked tables (A3) and people in
    several groups (A17) are in the system itself. The same system gives the same report.

    Raises:
        ValueError: the mode is unknown, or counts and system do not go together.
        ContradictingCells: what is printed contradicts itself.
    """
    if mode not in {"exact", "rounded"}:
        raise ValueError(f"mode {mode} is neither exact nor rounded")
    if counts is not None and system.broken_by(counts):
        raise ValueError("the counts do not fit the system: " + system.broken_by(counts)[0])
    wider: Complements = with_complements(system, counts, threshold)
    target = _Target(wider.system, wider.counts, wider.places, threshold, mode)
    given_away = determined(target.known, known=target.counts)
    reports = [_printed(target, base), _followed(target, given_away), _between(target, given_away)]
    if target.counts is not None:
        reports.append(_guessed(target, target.counts))
        # A rest of a whole is no group anybody asked about: insiders are held to published cells.
        unknown = target.small & ~given_away
        unknown[target.complements] = False
        inside = Insider(target.known, target.counts, unknown)
        if insiders:
            reports.append(_by_sites(target, inside, pairs=pairs))
        if alone:
            reports.append(_by_singletons(target, target.counts, inside))
    reports.append(attack_figures(system, counts, figures, threshold))
    return joined(reports)


def _printed(target: _Target, base: int) -> Report:
    """A0: small numbers shown; rounded, those that no rounding to the base keeps apart."""
    system = target.system
    shown = ~system.is_hidden
    few = shown & (system.high > 0) & (system.high < target.threshold)
    if target.counts is not None:
        few |= shown & (target.counts > 0) & (target.counts < target.threshold)
    findings = [
        Finding(
            "A0",
            system.names[place],
            f"{system.names[place]} is printed and holds fewer than {target.threshold} people.",
            "Hide it.",
        )
        for place in np.flatnonzero(few)
    ]
    if target.mode == "rounded":
        fine = shown & (system.high - system.low < base - 1) & (system.high > 0)
        findings += [
            Finding(
                "A0",
                system.names[place],
                f"{system.names[place]} is printed more finely than in steps of {base}.",
                f"Round it to a multiple of {base}.",
            )
            for place in np.flatnonzero(fine & ~few)
        ]
    return Report(tuple(findings), {"A0": int(shown.sum())})


def _followed(target: _Target, given_away: BoolArray) -> Report:
    """A1, A11 and A13: what is hidden and has one value left; rests of wholes; empty cells."""
    system, found = target.system, []
    is_rest = np.zeros(system.size, np.bool_)
    is_rest[target.complements] = True
    places = np.flatnonzero(given_away)
    interval = intervals(target.known, places)
    for place, low, high in zip(places, interval.low, interval.high, strict=True):
        name = system.names[place]
        if target.counts is None and low >= target.threshold:
            continue  # so many might be printed: nobody knows whether it was to be hidden
        if high == 0 and is_rest[place]:
            continue  # the only part of its whole: both rows print the same people
        if high == 0:
            said = f"{name} is hidden, yet must be empty."
            found.append(Finding("A13", name, said, "Print the zero, or hide one more cell."))
        elif is_rest[place]:
            said = f"How many people are in {name} follows from what is printed; they are few."
            found.append(Finding("A11", name, said, "Hide the part as well as its rest."))
        else:
            said = f"{name} is hidden, yet follows from the other published numbers."
            found.append(Finding("A1", name, said, _HIDE_MORE))
    hidden = int(system.is_hidden.sum())
    tried = {"A1": hidden - target.complements.size, "A11": target.complements.size, "A13": hidden}
    return Report(tuple(found), tried)


def _between(target: _Target, given_away: BoolArray) -> Report:
    """A2: small hidden cells of which too few numbers are left, and a sample in whole tables."""
    system, enough = target.known, target.enough
    places = np.flatnonzero(target.small & ~given_away)
    interval = intervals(system, places, enough=enough, known=target.counts)
    met = enough.is_met(interval.low, interval.high)
    if target.counts is None:  # a wide interval beyond the threshold need not be a small cell
        met |= interval.high >= target.threshold
    found = [_too_close(target, int(place)) for place in places[~met & interval.is_settled]]
    found += [_unsettled(target, int(place)) for place in places[~met & ~interval.is_settled]]
    whole, large = _whole_tables(target, places[met])
    left_out = {"A2": f"whole tables for {large} of the cells sampled: too many linked cells"}
    return Report((*found, *whole), {"A2": int(target.small.sum())}, left_out if large else {})


def _whole_tables(target: _Target, places: IntArray) -> tuple[list[Finding], int]:
    """What whole tables say of a sample of the places, and for how many of it they say nothing."""
    spread = np.unique(np.linspace(0, max(places.size - 1, 0), _MOST_WHOLE).astype(np.int64))
    found, untried = [], 0
    for place in places[spread[spread < places.size]]:
        ends = whole_reach(target.known, int(place))
        if ends is None:
            untried += 1
            continue
        low, high = np.array(ends[:1]), np.array(ends[1:])
        is_open = target.counts is None and high[0] >= target.threshold
        if not target.enough.is_met(low, high)[0] and not is_open:
            found.append(_too_close(target, int(place)))
    return found, untried


def _too_close(target: _Target, place: int) -> Finding:
    name = target.system.names[place]
    return Finding("A2", name, f"{name} is hidden, yet few numbers of people fit it.", _HIDE_MORE)


def _unsettled(target: _Target, place: int) -> Finding:
    name = target.system.names[place]
    said = f"It could not be shown in time that {name} stays unknown."
    return Finding("A2", name, said, "Publish fewer linked cells in one block.")


def _guessed(target: _Target, counts: IntArray) -> Report:
    cells = target.small.copy()
    cells[target.complements] = False
    if cells.sum() < FEWEST_CELLS:
        why = f"fewer than {FEWEST_CELLS} hidden cells to guess at"
        return Report((), {"A7": 0}, {"A7": why})
    found = guess(target.known, counts, cells, threshold=target.threshold)
    if found.advantage <= MOST_ADVANTAGE:
        return Report((), {"A7": found.cells})
    said = f"Of {found.cells} hidden cells a good guess is right too often."
    advice = "Round to a larger base, or hide more cells."
    return Report((Finding("A7", "all hidden cells", said, advice),), {"A7": found.cells})


def _by_sites(target: _Target, inside: Insider, *, pairs: bool) -> Report:
    names = target.system.names
    own = np.array(target.system.site)
    found = []
    for insight in inside.by_sites(pairs=pairs):
        who = " and ".join(insight.who)
        for place in insight.places:
            said = f"Those who know the people of {who} could work out {names[place]}."
            advice = "Hide a cell of a third site as well, or leave out the total over the sites."
            found.append(Finding("A5", names[place], said, advice))
    sites = sorted({site for site in target.system.site if site})
    foreign = sum(int((target.small & (own != site)).sum()) for site in sites)
    return Report(tuple(found), {"A5": foreign})


def _by_singletons(target: _Target, counts: IntArray, inside: Insider) -> Report:
    names, found = target.system.names, []
    alone = singletons(target.known, counts, target.complements, _MOST_SINGLETONS)
    for insight in inside.by_singletons(alone):
        for place in insight.places:
            said = f"Somebody who is alone in {insight.who[0]} could work out {names[place]}."
            found.append(Finding("A6", names[place], said, _HIDE_MORE))
    return Report(tuple(found), {"A6": int(alone.size)})
