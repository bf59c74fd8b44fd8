"""A8, A9, A11: what means and shares printed beside counts of people give away."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.attack.classes import one_sided, one_sided_shares
from triggerscape.disclosure.attack.findings import Finding, Report
from triggerscape.disclosure.attack.linear.lines import lines_of
from triggerscape.disclosure.attack.linear.propagation import propagated
from triggerscape.disclosure.attack.means import (
    Averages,
    averages_of,
    is_pinned,
    mean_of_hidden,
    people_told,
)
from triggerscape.disclosure.attack.rational import Figure, candidates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System

_FEWEST = 3
_MOST_HIDDEN_MEANS = 400


def attack_figures(
    system: System, counts: IntArray | None, figures: Sequence[Figure], threshold: int = 11
) -> Report:
    """What a reader learns from figures beside counts, and from rows that speak of all or none.

    Numbers of people behind a mean or a share: at least 3 must be left wherever the printed count
    leaves as many (A8, and jointly over wholes and parts A9). The mean of a hidden part with 1 to
    ``threshold - 1`` people, known to within 2 of 28 days (A9).
    """
    tight = propagated(lines_of(system))
    found = [*_one_sided(system, figures, tight.low, tight.high)]
    by_place: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_place[figure.place].append(figure)
    found += _told_by_rows(system, by_place)
    small = system.is_hidden.copy()
    if counts is not None:
        small &= (counts > 0) & (counts < threshold)
    hidden = [f for f in figures if f.printed is None and small[f.place]]
    left_out = {}
    if len(hidden) > _MOST_HIDDEN_MEANS:
        left_out["A9"] = f"{_MOST_HIDDEN_MEANS} of {len(hidden)} hidden means, evenly spread"
    for averages in averages_of(system, figures, tight.low, tight.high):
        found += _told_by_sums(system, averages)
        found += _pinned(system, averages, small)
    shown = len(figures) - sum(f.printed is None for f in figures)
    tried = {"A8": shown, "A9": shown + len(hidden), "A11": system.size}
    return Report(tuple(found), tried, left_out)


def _one_sided(
    system: System, figures: Sequence[Figure], low: FloatArray, high: FloatArray
) -> Iterator[Finding]:
    advice = "Hide the row: it says of each of these people what is said of the group."
    for place, who in one_sided(system):
        name = system.names[place]
        yield Finding("A11", name, f"{name} says the same of {who} in its row.", advice)
    for figure in one_sided_shares(low, high, figures):
        name = system.names[figure.place]
        who = "nobody" if figure.value is not None and figure.value < 0.5 else "everybody"
        yield Finding("A11", name, f"{figure.name} of {name} speaks of {who} in it.", advice)


def _told_by_rows(system: System, by_place: dict[int, list[Figure]]) -> Iterator[Finding]:
    for place, figures in sorted(by_place.items()):
        low, high = system.low[place], system.high[place]
        # Of a row carried over, any number of people may stand behind what was printed once.
        if system.is_hidden[place] or not _FEWEST - 1 <= high - low < np.inf:
            continue
        left = candidates(int(low), int(high), figures).size
        if left < _FEWEST:
            names = ", ".join(figure.name for figure in figures if figure.printed is not None)
            name = system.names[place]
            yield Finding(
                "A8",
                name,
                f"{names} of {name} leave {left} numbers of people behind it.",
                "Print fewer decimals: d of them only where 10^d is at most the people.",
            )


def _told_by_sums(system: System, averages: Averages) -> Iterator[Finding]:
    for place in people_told(averages, fewest=_FEWEST):
        name, column = system.names[place], averages.figures[0].name
        said = f"{column} of wholes and parts together tell how many people are in {name}."
        yield Finding("A9", name, said, "Print these means with fewer decimals.")


def _pinned(system: System, averages: Averages, small: BoolArray) -> Iterator[Finding]:
    hidden = [f for f in averages.figures if f.printed is None and small[f.place]]
    spread = np.linspace(0, len(hidden) - 1, min(len(hidden), _MOST_HIDDEN_MEANS))
    for figure in (hidden[at] for at in spread.astype(np.int64)):
        ends = mean_of_hidden(averages, figure.place)
        if ends is not None and is_pinned(figure, ends):
            name = system.names[figure.place]
            yield Finding(
                "A9",
                name,
                f"{figure.name} of {name} is hidden, yet follows from its whole and other parts.",
                "Hide one more part, or print fewer decimals.",
            )
