"""Which factors the data can speak about, and in plain words why not the others.

Nothing here depends on the coefficients: a combination of factors that is constant within every
cell leaves the likelihood flat, whatever the coefficients are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from models.stream.exposure_counts import ExposureCounts
from models.stream.person_days import FloatArray

FEWEST_PEOPLE = 2
COLLINEAR_SHARE = 1e-9  # share of a factor's information left after the others, below: none
ENTANGLED = 1e-6  # weight of another factor in the combination, below: rounding


@dataclass(frozen=True)
class Estimability:
    """Places of the factors kept in the model, and the reasons of those without an estimate.

    A factor can be kept and still be without an estimate: two factors that always move together
    need one of them in the model so that the others are adjusted, but neither has a number.
    """

    kept: tuple[int, ...]
    reasons: dict[int, str]


def estimability(
    information: FloatArray, counts: ExposureCounts, factors: Sequence[str]
) -> Estimability:
    """Decide from the information matrix (factors, factors) and the counts.

    In turn: never varied within an informative person; only one such person; all events at the
    highest (or all at the lowest) value of their cell, where the rate ratio has no bound; a
    combination of other factors within people.
    """
    reasons: dict[int, str] = {}
    candidates: list[int] = []
    for place in range(len(factors)):
        if counts.n_people[place] == 0:
            reasons[place] = "never varies within a person who has an event"
        elif bound := _without_bound(counts, place):
            reasons[place] = bound
        else:
            candidates.append(place)
            if counts.n_people[place] < FEWEST_PEOPLE:
                reasons[place] = "varies within only one person who has an event"
    kept: list[int] = []
    tied: dict[int, set[int]] = {}
    for place in candidates:
        companions = _tied_to(information, kept, place)
        if companions is None:
            kept.append(place)
            continue
        if not companions:
            reasons[place] = "carries no information within people"
        group = {place, *companions}
        for member in group:
            tied.setdefault(member, set()).update(group - {member})
    for place, others in sorted(tied.items()):
        if not others:
            continue
        names = ", ".join(factors[other] for other in sorted(others))
        reasons[place] = f"cannot be told apart within people from: {names}"
    return Estimability(tuple(kept), reasons)


def without_a_top(able: Estimability) -> Estimability:
    """No factor at all, where the likelihood of them together keeps rising: few days, many factors.

    Some combination of them fits the days without an error, and has no bound. Which factors are to
    blame cannot be told, so none is given a number.
    """
    reason = "too many factors for so few days: together they fit without an error, with no bound"
    return Estimability((), dict.fromkeys(able.kept, reason) | able.reasons)


def _without_bound(counts: ExposureCounts, place: int) -> str:
    events = counts.n_events[place]
    if counts.events_at_highest[place] == events:
        return "every event fell on a day at the person's highest value: no upper bound"
    if counts.events_at_lowest[place] == events:
        return "every event fell on a day at the person's lowest value: no lower bound"
    return ""


def _tied_to(information: FloatArray, kept: list[int], place: int) -> set[int] | None:
    """The kept factors of which this one is a combination; None when it adds something."""
    own = information[place, place]
    if own <= 0:
        return set()
    if not kept:
        return None
    scale = np.sqrt(information[kept, kept])
    among = information[np.ix_(kept, kept)] / np.outer(scale, scale)
    across = information[kept, place] / (scale * np.sqrt(own))
    weights = linalg.solve(among, across, assume_a="pos")
    if 1 - across @ weights > COLLINEAR_SHARE:
        return None
    return {other for other, weight in zip(kept, weights, strict=True) if abs(weight) > ENTANGLED}
