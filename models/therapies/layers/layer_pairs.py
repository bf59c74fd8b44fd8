"""Which pairs of therapies are asked about: a rule, so that nobody picks them by their results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.therapies.bracket.sides import FEWEST_STARTERS

MOST_FITS = 40
"""Pairs fitted in one run, the most often begun together first: what the time and the number of
tests are bounded by."""


@dataclass(frozen=True)
class LayerPair:
    """Two therapies in order of their names, and why they are not fitted; empty where they are."""

    one: str
    other: str
    together: int
    reason: str


def layer_pairs(
    candidates: Sequence[str],
    group_of: Mapping[str, str],
    together: Mapping[tuple[str, str], int],
) -> tuple[LayerPair, ...]:
    """Every pair of candidates that anybody began together, in order of their names.

    ``together`` counts the people who began both within four weeks, by pair in order of names;
    ``group_of`` is the group of each leaf. A leaf and its own group are no pair. The pairs fitted
    are those with 50 such people or more, at most 40 of them: those with most, by name where
    alike. Outcomes are not looked at.
    """
    pairs = [
        (one, other, together.get((one, other), 0))
        for place, one in enumerate(sorted(set(candidates)))
        for other in sorted(set(candidates))[place + 1 :]
        if group_of.get(one, one) != other and group_of.get(other, other) != one
    ]
    ranked = sorted((-n, one, other) for one, other, n in pairs if n >= FEWEST_STARTERS)
    chosen = {(one, other) for _, one, other in ranked[:MOST_FITS]}
    return tuple(
        LayerPair(one, other, n, "" if (one, other) in chosen else _reason(n))
        for one, other, n in pairs
        if n > 0
    )


def _reason(together: int) -> str:
    if together < FEWEST_STARTERS:
        return f"fewer than {FEWEST_STARTERS} people began both within four weeks"
    return f"not among the {MOST_FITS} pairs most often begun together"
